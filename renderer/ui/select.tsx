import { CSPProvider } from '@base-ui/react/csp-provider';
import { Select as BaseSelect } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import { classNames } from './class-names.ts';
import field from './field.module.css';
import menu from './menu.module.css';

export interface SelectOption<Value extends string> {
  value: Value;
  label: string;
}

interface SelectProps<Value extends string> {
  label: string;
  /** The label stays the accessible name, but is not shown. */
  hideLabel?: boolean | undefined;
  options: readonly SelectOption<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}

/** One value out of a list. */
export function Select<Value extends string>({
  label,
  hideLabel = false,
  options,
  value,
  onChange,
}: SelectProps<Value>) {
  return (
    // Base UI would put a style element for the list's scroll bar into the page, which the policy refuses.
    <CSPProvider disableStyleElements>
      <div className={field['field']}>
        <BaseSelect.Root
          items={options}
          value={value}
          onValueChange={(next) => {
            if (next !== null) onChange(next);
          }}
          modal={false}
        >
          {!hideLabel && <BaseSelect.Label className={field['label']}>{label}</BaseSelect.Label>}
          <BaseSelect.Trigger
            className={classNames(field['box'], field['select'])}
            aria-label={hideLabel ? label : undefined}
          >
            <BaseSelect.Value />
            <BaseSelect.Icon>
              <ChevronDown size={14} strokeWidth={1.75} aria-hidden="true" />
            </BaseSelect.Icon>
          </BaseSelect.Trigger>
          <BaseSelect.Portal>
            <BaseSelect.Positioner
              className={menu['positioner']}
              sideOffset={4}
              collisionPadding={8}
              alignItemWithTrigger={false}
            >
              <BaseSelect.Popup className={menu['menu']}>
                {options.map((option) => (
                  <BaseSelect.Item key={option.value} value={option.value} className={menu['item']}>
                    <BaseSelect.ItemText className={menu['label']}>{option.label}</BaseSelect.ItemText>
                    <BaseSelect.ItemIndicator>
                      <Check size={15} strokeWidth={1.75} aria-hidden="true" />
                    </BaseSelect.ItemIndicator>
                  </BaseSelect.Item>
                ))}
              </BaseSelect.Popup>
            </BaseSelect.Positioner>
          </BaseSelect.Portal>
        </BaseSelect.Root>
      </div>
    </CSPProvider>
  );
}
