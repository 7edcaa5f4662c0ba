package orch.dsl

import java.nio.file.Path
import java.time.Duration
import orch.model.Readiness
import orch.model.Readiness.Pace
import spock.lang.Specification
import spock.lang.TempDir

class HealthcheckWordsSpec extends Specification {
    @TempDir
    Path temp

    def "healthcheck { #words } asks by #readiness"() {
        expect:
        new ScriptFolder(temp).service("healthcheck { $words }").readiness() == readiness

        where:
        words                                             || readiness
        "command 'pg_isready -U app'"                     || Readiness.Command.shell('pg_isready -U app', Pace.DEFAULT)
        "command 'redis-cli', 'ping'"                     || new Readiness.Command(['redis-cli', 'ping'], Pace.DEFAULT)
        "http '/health', port: 8080"                      || new Readiness.Http('/health', 8080, 0, Pace.DEFAULT)
        "http '/', port: 80, status: 401"                 || new Readiness.Http('/', 80, 401, Pace.DEFAULT)
        'tcp 5432'                                        || new Readiness.Tcp(5432, Pace.DEFAULT)
        "log 'ready to accept'"                           || new Readiness.LogLine('ready to accept', Pace.DEFAULT)
        'none()'                                          || Readiness.RUNNING
        'every 1.second; tcp 80'                          || new Readiness.Tcp(80, pace(interval: Duration.ofSeconds(1)))
        'tcp 80; timeout 300.ms'                          || new Readiness.Tcp(80, pace(timeout: Duration.ofMillis(300)))
        'tcp 80; retries 30'                              || new Readiness.Tcp(80, pace(retries: 30))
        'tcp 80; startPeriod 2.minutes'                   || new Readiness.Tcp(80, pace(startPeriod: Duration.ofMinutes(2)))
    }

    def "#words is refused at its own line: #problem"() {
        expect:
        new ScriptFolder(temp).refusal("""\
            stack {
                service('db') {
                    image 'app:1'
                    healthcheck {
                        $words
                    }
                }
            }""".stripIndent()) == "dev.groovy:$line: $problem"

        where:
        words                                | line || problem
        "command ''\n tcp 80"                | 6    || 'a healthcheck has one of command, http, tcp, log and none, not two'
        "http '/health'"                     | 5    || "'http' in healthcheck of service 'db' does not take the text '/health'; it is written: http '/health', port: 8080"
        "http '/health', status: 200"        | 5    || "http '/health' needs port: the container's port to ask"
        "http 'health', port: 80"            | 5    || "health check path 'health' must begin with / and hold no spaces"
        "http '/', port: 80, code: 1"        | 5    || "'http' in healthcheck of service 'db' has no 'code:'"
        "http '/', port: '80'"               | 5    || "'port:' in healthcheck of service 'db' does not take the text '80'"
        'tcp 0'                              | 5    || 'port 0 is not possible: 1 to 65535'
        'tcp 65536'                          | 5    || 'port 65536 is not possible: 1 to 65535'
        "log '('"                            | 5    || "log pattern '(' is no regular expression: Unclosed group"
        'tcp 80\n every 0.seconds'           | 6    || "a health check's interval and timeout are at least 1 ms"
        'tcp 80\n timeout 0.ms'              | 6    || "a health check's interval and timeout are at least 1 ms"
        'tcp 80\n retries 0'                 | 6    || "a health check's retries are at least 1"
        'tcp 80\n every 5'                   | 6    || "'every' in healthcheck of service 'db' does not take the number 5; it is written: every 1.second"
        'evry 1.second'                      | 5    || "unknown word 'evry' in healthcheck of service 'db'; did you mean 'every'?"
        'retries'                            | 5    || "'retries' in healthcheck of service 'db' is written retries 30"
    }

    def "a healthcheck that says no way to ask is refused"() {
        expect:
        new ScriptFolder(temp).refusal("stack {\n service('db') {\n image 'a'\n healthcheck { every 1.second }\n }\n}") ==
            'dev.groovy:4: a healthcheck says how to ask: command, http, tcp, log or none'
    }

    private static Pace pace(Map<String, ?> components) {
        orch.model.Examples.changed(components, Pace.DEFAULT)
    }
}
