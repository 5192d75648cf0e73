/** A template variable as Grafana 7.5.5 stores it. */
import type { Json } from './panels/panel-json.ts';
import type { Variable } from './variable.ts';

/** On each load of the dashboard; and for values, also when the time range changes. */
const [ON_LOAD, ON_TIME_RANGE] = [1, 2];
const ALL = { text: 'All', value: '$__all' };

export function variableJson(variable: Variable, datasource: string): Json {
  const { name } = variable;
  switch (variable.kind) {
    case 'label-values': {
      const { label, selector, multi, all, hidden } = variable;
      const query = `label_values(${selector}, ${label})`;
      return {
        type: 'query',
        name,
        label: null,
        hide: hidden ? 2 : 0,
        datasource,
        // As text and as the editor's object: 7.5 reads both.
        definition: query,
        query: { query, refId: `${name}` },
        refresh: ON_TIME_RANGE,
        regex: '',
        sort: 1,
        multi,
        includeAll: all !== 'none',
        allValue: all === 'none' || all === 'list' ? null : all,
        current:
          all === 'none'
            ? {}
            : multi
              ? { selected: true, text: [ALL.text], value: [ALL.value] }
              : { selected: true, ...ALL },
        options: [],
        skipUrlSync: false,
      };
    }
    case 'interval':
      return {
        type: 'interval',
        name,
        label: null,
        hide: 0,
        query: variable.choices.join(','),
        current: option(variable.chosen),
        options: variable.choices.map((choice) => ({ ...option(choice), selected: choice === variable.chosen })),
        auto: false,
        auto_count: 30,
        auto_min: '10s',
        refresh: ON_TIME_RANGE,
        skipUrlSync: false,
      };
    case 'textbox':
      return {
        type: 'textbox',
        name,
        label: variable.title,
        hide: 0,
        query: variable.value,
        current: option(variable.value),
        options: [option(variable.value)],
        skipUrlSync: false,
      };
    case 'constant':
      return {
        type: 'constant',
        name,
        label: null,
        hide: 2,
        query: variable.value,
        current: option(variable.value),
        options: [option(variable.value)],
        skipUrlSync: false,
      };
    case 'datasource':
      return {
        type: 'datasource',
        name,
        label: 'Data source',
        hide: 0,
        query: 'prometheus',
        regex: '',
        multi: false,
        includeAll: false,
        refresh: ON_LOAD,
        current: option(variable.chosen),
        options: [],
        skipUrlSync: false,
      };
  }
}

function option(value: string): { selected: boolean; text: string; value: string } {
  return { selected: true, text: value, value };
}
