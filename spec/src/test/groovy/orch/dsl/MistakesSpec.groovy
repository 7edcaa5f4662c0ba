package orch.dsl

import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path

/** A mistake in a script is told in one line, with the file, the line and what was probably meant. No engine is asked. */
class MistakesSpec extends Specification {
    @TempDir
    Path folder

    @Delegate
    private Scripts scripts

    def setup() {
        scripts = new Scripts(folder)
        file('images/app/Dockerfile', 'FROM scratch')
    }

    private String mistake(String text) {
        try {
            run(text)
        } catch (OrchException.BadInput e) {
            assert e.exitCode() == 2
            return e.message
        }
        throw new AssertionError("no mistake was found in: $text" as Object)
    }

    def "an unknown word is told with its line, its block and the nearest known word"() {
        expect:
        mistake('''
            // the line counts
            stack('dev') {
                service('db') {
                    image 'postgres:16'

                    helthcheck { command 'true' }
                }
            }''') == "dev.groovy:7: unknown word 'helthcheck' in service 'db'; did you mean 'healthcheck'?"
    }

    def "in #block the word #word is unknown#hint"() {
        expect:
        mistake(text) == "dev.groovy:$line: unknown word '$word'$where$hint"

        where:
        block           | line | word      | where                              | hint                           | text
        'a script'      | 1    | 'stak'    | ''                                 | "; did you mean 'stack'?"      | "stak('dev') {}"
        'a script'      | 2    | 'service' | ''                                 | '; it belongs in a stack { } or service { } block' | "\nservice 'db', image: 'x'"
        'a stack'       | 2    | 'servce'  | " in stack 'dev'"                  | "; did you mean 'service'?"    | "stack('dev') {\n servce('db') {} }"
        'a service'     | 2    | 'prot'    | " in service 'db'"                 | "; did you mean 'port'?"       | "stack { service('db') { image 'x'\n prot 80 } }"
        'a one-liner'   | 1    | 'imge'    | " in service 'db'"                 | "; did you mean 'image'?"      | "stack { service 'db', imge: 'x' }"
        'a healthcheck' | 1    | 'evry'    | " in healthcheck of service 'db'"  | "; did you mean 'every'?"      | "stack { service('db') { image 'x'; healthcheck { command 'a'; evry 1.second } } }"
        'a service'     | 1    | 'frobnicate' | " in service 'db'"              | ''                             | "stack { service('db') { frobnicate() } }"
    }

    def "words of the block around do not leak in"() {
        expect:
        mistake("stack { service('a') { image 'x'; service('b') { image 'x' } } }") ==
                "dev.groovy:1: unknown word 'service' in service 'a'"
        mistake("stack { service('a') { image 'x'; healthcheck { image 'y' } } }") ==
                "dev.groovy:1: unknown word 'image' in healthcheck of service 'a'"
    }

    def "a word that is used in a wrong way is shown as it is written: #text"() {
        expect:
        mistake("stack { service('db') { image 'x'\n $text } }").startsWith("dev.groovy:2: $problem")

        where:
        text                                 | problem
        "port '80'"                          | "'port' in service 'db' does not take the text '80'; it is written: port 8080"
        'memory 64'                          | "'memory' in service 'db' does not take the number 64; it is written: memory 256.MB"
        'memory 64.seconds'                  | "'memory' in service 'db' does not take PT1M4S (Duration)"
        'tty'                                | "'tty' in service 'db' is written tty()"
        "volume 'data'"                      | "'volume' in service 'db' does not take the text 'data'; it is written: volume 'pg-data', at:"
        "port 80, hots: 81"                  | "'port' in service 'db' has no 'hots:'; did you mean 'host'?"
        "port 80, host: '81'"                | "'host:' in service 'db' does not take the text '81'"
        "healthcheck { http '/x' }"          | "'http' in healthcheck of service 'db' does not take the text '/x'"
        "healthcheck { http '/x', prt: 80 }" | "'http' in healthcheck of service 'db' has no 'prt:'; did you mean 'port'"
        "dependsOn 3"                        | "dependsOn takes names of services"
        "ulimits nofile: 'many'"             | "ulimits nofile: is a number, or [soft, hard]"
    }

    def "a value that cannot be is refused where it stands: #text"() {
        expect:
        mistake("stack { service('db') { image 'x'\n $text } }") == "dev.groovy:$line: $problem"

        where:
        text                                                     | line | problem
        'port 0'                                                 | 2    | 'port 0 is not possible: 1 to 65535'
        'port 65536'                                             | 2    | 'port 65536 is not possible: 1 to 65535'
        'port 80, host: 0'                                       | 2    | 'host port 0 is not possible: 1 to 65535, or none for a free one'
        'port 80, host: 70000'                                   | 2    | 'host port 70000 is not possible: 1 to 65535'
        "port 80, protocol: 'icmp'"                              | 2    | "port protocol 'icmp' is not possible: tcp or udp"
        "volume 'data', at: 'relative'"                          | 2    | "mount target 'relative' is not an absolute path in the container"
        "healthcheck { tcp 99999 }"                              | 2    | 'port 99999 is not possible: 1 to 65535'
        "healthcheck { http 'health', port: 80 }"                | 2    | "health check path 'health' must begin with / and hold no spaces"
        "healthcheck { log '(' }"                                | 2    | "log pattern '(' is no regular expression: Unclosed group"
        "healthcheck { tcp 80; log 'x' }"                        | 2    | 'a healthcheck has one of command, http, tcp, log and none, not two'
        'healthcheck { every 1.second }'                         | 2    | 'a healthcheck says how to ask: command, http, tcp, log or none'
        "healthcheck { tcp 80; retries 0 }"                      | 2    | "a health check's retries are at least 1"
        "image 'not an image'"                                   | 2    | "'not an image' cannot be the name of an image"
        "networkMode 'container'"                                | 2    | "networkMode is 'host', 'none', 'bridge', 'service:NAME' or 'container:NAME', not 'container'"
        "restart 'sometimes'"                                    | 2    | "service 'db' restart 'sometimes' is not possible: no, always, unless-stopped or on-failure[:N]"
    }

    def "a folder without a Dockerfile is told at once"() {
        expect:
        mistake("stack { service('db') {\n build 'images/nothing' } }") ==
                "dev.groovy:2: there is no Dockerfile in ${folder.resolve('images/nothing')}"
    }

    def "what spans services is told at the service that is wrong: #problem"() {
        expect:
        mistake("stack('dev') {\n$text\n}") == "dev.groovy:$line: $problem"

        where:
        line | problem | text
        2 | "service 'a' depends on itself: a -> b -> a" | "service('a') { image 'x'; dependsOn 'b' }\nservice('b') { image 'x'; dependsOn 'a' }"
        3 | "service 'b' names service 'aa', which is not in the stack; did you mean 'a'?" | "service('a') { image 'x' }\nservice('b') { image 'x'; dependsOn 'aa' }"
        3 | "service 'a' is described twice, first at dev.groovy:2" | "service('a') { image 'x' }\nservice('a') { image 'y' }"
        3 | "service 'b' and service 'a' both want host port 8080" | "service('a') { image 'x'; port 1, host: 8080 }\nservice('b') { image 'x'; port 2, host: 8080 }"
        2 | "service 'a' has no image: give it image '...' or build '...'" | "service('a') { port 80 }"
        2 | "service 'a' names network 'back', which is not in the stack" | "service('a') { image 'x'; network 'back' }"
        2 | "service 'a' has 2 replicas, which cannot all have the same host port" | "service('a') { image 'x'; replicas 2; port 80, host: 80 }"
        1 | "stack 'dev' has no services" | ''
        3 | "network 'n' is described twice" | "network 'n'\nnetwork 'n'"
    }

    def "what is not Groovy is told with its line"() {
        expect:
        mistake("stack {\n service('a') {\n   image 'x\n }\n}") =~ /^dev\.groovy:3: .+/
    }
}
