package orch.model

import static orch.model.Examples.changed

import java.nio.file.Path
import spock.lang.Specification

/** Of records that write out what makes them equal. */
class EqualitySpec extends Specification {
    def "a #type is equal to one of the same parts, and to none with another #component"() {
        given:
        def same = changed([:], example)
        def other = changed(example, (component): value)

        expect:
        !same.is(example)
        same == example
        same.hashCode() == example.hashCode()
        !example.equals(other)
        !other.equals(example)
        !example.equals('something else')

        where:
        example                                                                      | component     | value
        new Identity('dev', Environment.SHARED, 'h1')                                | 'stack'       | 'test'
        new Identity('dev', Environment.SHARED, 'h1')                                | 'environment' | new Environment.Dedicated('k3x9p')
        new Identity('dev', new Environment.Dedicated('k3x9p'), 'h1')                | 'environment' | new Environment.Dedicated('k3x9q')
        new Identity('dev', Environment.SHARED, 'h1')                                | 'host'        | 'h2'
        new ImageSource.Named('postgres:16')                                         | 'reference'   | 'postgres:17'
        new ImageSource.Named('postgres:16')                                         | 'platform'    | 'linux/arm64'
        new ImageSource.Named('postgres:16')                                         | 'pull'        | Pull.ALWAYS
        new ImageSource.Recipe(Path.of('/c'), 'Dockerfile', [A: '1'], '')            | 'context'     | Path.of('/d')
        new ImageSource.Recipe(Path.of('/c'), 'Dockerfile', [A: '1'], '')            | 'dockerfile'  | 'Other'
        new ImageSource.Recipe(Path.of('/c'), 'Dockerfile', [A: '1'], '')            | 'arguments'   | [A: '2']
        new ImageSource.Recipe(Path.of('/c'), 'Dockerfile', [A: '1'], '')            | 'target'      | 'test'
        new ImageSource.Recipe(Path.of('/c'), 'Dockerfile', [A: '1'], '')            | 'settings'    | changed(BuildSettings.PLAIN, network: 'host')
        type = example.class.simpleName
    }
}
