package orch.report

import static orch.report.Statuses.container
import static orch.report.Statuses.port
import static orch.report.Statuses.service
import static orch.report.Statuses.stack

import java.nio.file.Path
import orch.health.StackStatus
import orch.health.StackStatus.Health
import spock.lang.Specification

class StatusTextSpec extends Specification {
    def "a stack is a heading with its file and a line for each service, in columns"() {
        expect:
        text(stack(source: '/srv/scripts/dev.groovy',
            service('auth', ports: [port(8080, 49153), port(53, 5353, 'udp')], image: 'orch/auth:3f2a'),
            service('postgres', health: Health.STARTING, image: 'postgres:16'),
            service('worker', health: Health.NONE))) == '''\
            dev  2/3 healthy  scripts/dev.groovy
              auth      running  healthy   127.0.0.1:49153->8080, 127.0.0.1:5353->53/udp  orch/auth:3f2a
              postgres  running  starting                                                 postgres:16
              worker    running  -                                                        worker:1
            '''.stripIndent()
    }

    def "a service of several replicas tells how many there are, a missing one that it is missing"() {
        expect:
        text(stack(
            service('web', replicas: 3, state: 'missing', health: Health.UNHEALTHY, containers: [container('dev-web-1')]),
            service('db', state: 'missing', health: Health.UNHEALTHY, containers: []),
            service('migrate', state: 'exited', health: Health.COMPLETED))) == '''\
            dev  1/3 healthy
              web      missing 1/3  unhealthy    web:1
              db       missing      unhealthy    db:1
              migrate  exited       completed    migrate:1
            '''.stripIndent()
    }

    def "what was made and never started is not called unhealthy"() {
        expect:
        text(stack(service('web', state: 'created', health: Health.UNHEALTHY))) == '''\
            dev  0/1 healthy
              web  created  -    web:1
            '''.stripIndent()
    }

    def "in #columns columns the image is #shown"() {
        given:
        def status = stack(service('db', ports: [port(8080, 49153)], image: 'orch/img:2962ff939d59'))

        expect:
        new StatusText(Style.PLAIN.within(columns), Path.of('/srv')).text([status]).readLines()[1] ==
            "  db  running  healthy  127.0.0.1:49153->8080$end"

        where:
        columns || shown     | end
        0       || 'whole'   | '  orch/img:2962ff939d59'
        200     || 'whole'   | '  orch/img:2962ff939d59'
        60      || 'cut'     | '  orch/img:...'
        54      || 'left out' | ''
    }

    def "a dedicated copy is told from the shared stack by its run"() {
        expect:
        text(stack(env: 'dedicated', run: 'k3x9p', service('db'))).startsWith('dev (run k3x9p)  1/1 healthy\n')
    }

    def "several stacks follow each other, each with columns of its own"() {
        expect:
        text(stack(name: 'a', service('db')), stack(name: 'b', service('a-long-name'))) == '''\
            a  1/1 healthy
              db  running  healthy    db:1
            b  1/1 healthy
              a-long-name  running  healthy    a-long-name:1
            '''.stripIndent()
    }

    def "where nothing of ours runs, it says so"() {
        expect:
        text() == 'no stacks of ours on this engine\n'
    }

    def "a file at '#source' is shown in '#folder' as '#shown'"() {
        expect:
        new StatusText(Style.PLAIN, Path.of(folder)).text([stack(source: source, service('db'))]).lines().findFirst().get() ==
            "dev  1/1 healthy  $shown"

        where:
        source                     | folder        || shown
        '/srv/scripts/dev.groovy' | '/srv'        || 'scripts/dev.groovy'
        '/srv/dev.groovy'         | '/'           || 'srv/dev.groovy'
        '/srvother/dev.groovy'     | '/srv'        || '/srvother/dev.groovy'
        '/other/dev.groovy'        | '/srv'        || '/other/dev.groovy'
    }

    def "colours do not move the columns, and tell good from bad"() {
        when:
        def coloured = new StatusText(new Style(true), Path.of('/srv')).text([
            stack(service('db'), service('web', health: Health.UNHEALTHY), service('x', health: Health.STARTING))])

        then:
        coloured.replaceAll(/\u001b\[\d+m/, '') == text(
            stack(service('db'), service('web', health: Health.UNHEALTHY), service('x', health: Health.STARTING)))
        coloured.contains('\u001b[32mhealthy\u001b[0m')
        coloured.contains('\u001b[31munhealthy\u001b[0m')
        coloured.contains('\u001b[33mstarting\u001b[0m')
        coloured.contains('\u001b[31m1/3 healthy\u001b[0m')
    }

    private static String text(StackStatus... stacks) {
        new StatusText(Style.PLAIN, Path.of('/srv')).text(stacks as List)
    }
}
