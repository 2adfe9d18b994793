import { type ComponentProps, type ReactNode, useId } from 'react';
import classes from './what-section.module.css';

interface ChoiceProps extends Omit<ComponentProps<'input'>, 'type' | 'id'> {
  type: 'checkbox' | 'radio';
  label: ReactNode;
  description?: ReactNode;
}

/** The browser's own radio button or checkbox, with its label and what it means. */
export function Choice({ type, label, description, ...input }: ChoiceProps) {
  const id = useId();
  return (
    <div className={classes.choice}>
      <input {...input} type={type} id={id} aria-describedby={description ? `${id}-about` : undefined} />
      <label htmlFor={id}>{label}</label>
      {description && (
        <span id={`${id}-about`} className={classes.about}>
          {description}
        </span>
      )}
    </div>
  );
}
