package orch.plan

import static orch.model.Examples.changed

import java.nio.file.Path
import java.time.Duration
import orch.model.OrchException

/** Copies of a record that differ from it in one place each, for every place there is. */
class Variants {
    /**
     * Copies by the path of the place, such as {@code process.environment[0].text}.
     * What the records refuse is null there. A component that holds nothing cannot be varied and fails: the record needs an example there.
     */
    static Map<String, Record> of(Record record, List<String> except = []) {
        ofPlaces(record, '', except)
    }

    private static Map<String, Record> ofPlaces(Record record, String path, List<String> except = []) {
        Map<String, Record> all = [:]
        record.class.recordComponents.findAll { !(it.name in except) }.each { component ->
            def at = path ? path + '.' + component.name : component.name
            values(component.accessor.invoke(record), at).each { place, value ->
                all[place] = possible(record, component.name, value)
            }
        }
        all
    }

    private static Record possible(Record record, String component, Object value) {
        try {
            return value == null ? null : changed(record, (component): value)
        } catch (OrchException.BadInput refused) {
            return null
        }
    }

    private static Map<String, Object> values(Object value, String at) {
        if (value instanceof List) {
            assert value: "$at holds nothing to vary"
            return [(at): value.drop(1)] + elements(value, at)
        }
        if (value instanceof Map) {
            assert value: "$at holds nothing to vary"
            def key = value.keySet().first()
            def renamed = value.collectEntries { k, v -> [k == key ? k + 'x' : k, v] }
            return [(at + ' less'): value.findAll { it.key != key }, (at + ' key'): renamed] +
                values(value[key], "$at[$key]").collectEntries { place, v -> [place, value + [(key): v]] }
        }
        value instanceof Record ? ofPlaces(value, at) : [(at): other(value, at)]
    }

    private static Map<String, Object> elements(List list, String at) {
        Map<String, Object> all = [:]
        list.eachWithIndex { element, index ->
            values(element, "$at[$index]").each { place, value ->
                all[place] = list.take(index) + [value] + list.drop(index + 1)
            }
        }
        all
    }

    private static Object other(Object value, String at) {
        switch (value) {
            case 'no': return 'always'
            case '80/tcp': return '81/tcp'
            case 'private': return 'rprivate'
            case { it instanceof String && it ==~ /\d/ }: return value + '0'
            case String: return value.endsWith('tcp') ? 'udp' : value + 'x'
            case Integer: return value + 1
            case Long: return value + 1L
            case Double: return value + 1.0d
            case Boolean: return !value
            case Duration: return value.plusSeconds(1)
            case Path: return value.resolve('x')
        }
        throw new AssertionError("no other value known for $at: ${value?.class}" as Object)
    }
}
