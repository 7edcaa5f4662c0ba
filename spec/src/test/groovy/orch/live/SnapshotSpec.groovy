package orch.live

import java.nio.file.Files
import java.time.Duration
import orch.support.LiveSpec
import orch.support.Orch

/** Volumes that go back in time. */
class SnapshotSpec extends LiveSpec {
    /** All that a volume's files are, beside what is in them: kind, mode, owner, links, target, time. */
    static final String LISTING = 'cd /data && find . -printf "%p %y %m %U:%G %n %l %s %Ts\\n" | sort && find . -type f -exec sha256sum {} + | sort'

    private void stack(String words = '') {
        describe """
            service('db') { build '$PROBE'; volume 'data', at: '/data'; $words }
            service('web') { build '$PROBE'; dependsOn 'db' }"""
    }

    private String inDb(String line) {
        engine.exec(named('db'), 'sh', '-c', line)
    }

    def "a rollback brings back what was saved: owners, modes, links, times and all, and nothing else"() {
        given:
        stack()
        assert orch.run('start').code == 0
        inDb '''set -e; cd /data; chmod 0700 .; chown 999:998 .; mkdir -p a/b; echo one > a/b/file; chmod 4640 a/b/file
                chown 7:8 a/b/file; ln a/b/file hard; ln -s a/b/file soft; mkfifo pipe; truncate -s 3M holes; echo x > "name with ä"
                touch -d '2020-01-02 03:04:05' a/b/file; mkdir empty; chmod 1777 empty; printf '%0300d' 0 > long; mv long $(printf '%0200d' 7)'''
        def saved = inDb(LISTING)
        def before = [container('db'), container('web')]

        when:
        def snapshot = orch.run('snapshot', 'seeded')

        then: 'who writes was stopped meanwhile and runs again, all others were left alone'
        snapshot.code == 0
        container('db').Id == before[0].Id
        container('db').State.StartedAt > before[0].State.StartedAt
        container('db').State.Running
        container('web').State == before[1].State
        inDb(LISTING) == saved

        when:
        inDb 'cd /data; rm -r a soft; echo two > hard; echo new > new; mkdir -p b/c; chown 1:1 .; ln -s /etc/passwd a'
        def script = orch.file('back.groovy', """
            def stack = theStack
            def before = stack.rollback('seeded').get().name()
            println stack.exec('db', 'cat', '/data/a/b/file').out.trim()
            stack.rollback(before)
            println stack.exec('db', 'cat', '/data/new').out.trim()
            stack.rollback('seeded', 'data', snapshot: false)
            println stack.snapshots().collect { it.name() }.sort().join(' ')
            def copy = theCopy
            copy.start(from: 'seeded')
            println copy.exec('db', 'cat', '/data/a/b/file').out.trim()
            """)
        def back = orch.run(script.toString())

        then: 'what was there before the rollback was kept, and a dedicated copy begins with the same'
        back.code == 0
        back.out.readLines()[0, 1, 3] == ['one', 'new', 'one']
        back.out.readLines()[2] ==~ /auto-\d{8}-\d{6}(-2)? auto-\d{8}-\d{6}(-2)? seeded/
        inDb(LISTING) == saved
        container('db').Id == before[0].Id
        engine.leftOf(name).sort() == ["container ${named('db')}", "container ${named('web')}", "network ${name}_default", "volume ${name}_data"]*.toString().sort()
    }

    def "both verbs do and say the same without the script as with it"() {
        given:
        stack()
        assert orch.run('start').code == 0
        inDb 'echo one > /data/file'
        def said = { run -> [run.code, run.out, run.err]*.toString()*.replaceAll(/(quick|whole) |\d\d:\d\d:\d\dZ?|'(quick|whole)'|\d+\.\d s| +/, ' ') }

        when: 'an option that all verbs have takes the long way'
        def quick = orch.run('snapshot', 'quick', 'data')
        def whole = orch.run('snapshot', 'whole', 'data', '--verbose')

        then:
        said(quick) == said(whole)
        quick.code == 0
        quick.out.contains('volume data')

        when:
        def back = orch.run('rollback', 'quick', '--no-snapshot')
        def longBack = orch.run('rollback', 'whole', '--no-snapshot', '--verbose')

        then:
        said(back) == said(longBack)
        back.out == "rolled back to 'quick'\n"

        when: 'the script cannot even be read'
        inDb 'echo two > /data/file'
        orch.file('stack.groovy', 'stack(')
        def withoutScript = orch.run('rollback', 'quick', 'data')

        then:
        withoutScript.code == 0
        withoutScript.out ==~ /rolled back to 'quick'; what was there before: orch rollback auto-[\d-]+\n/
        inDb('cat /data/file') == 'one\n'
    }

    def "a signal in the middle of a #verb has the services run again, and nothing of it counts"() {
        given:
        stack()
        assert orch.run('start').code == 0
        inDb 'head -c 400000000 /dev/urandom > /data/file && sha256sum /data/file > /data/sum'
        before.each { assert orch.run(*it).code == 0 }

        when:
        def running = orch.start(*words)
        eventually { running.err.contains(told) }
        running.signal('INT')
        def end = running.await()

        then:
        end.code == 130
        container('db').State.Running
        inDb('cd /data && sha256sum -c sum').contains('file: OK')
        orch.run('snapshot').out.readLines()*.takeWhile { it != ' ' } == left

        where:
        verb       | words                 | before                 | told                  || left
        'snapshot' | ['snapshot', 'whole'] | []                     | "saves volume 'data'" || ['no']
        'rollback' | ['rollback', 'first'] | [['snapshot', 'first']] | "saves volume 'data'" || ['first']
    }

    def "a rollback makes a volume again that somebody removed, since the script has it"() {
        given:
        describe """
            service('db') { build '$PROBE'; volume 'data', at: '/data' }
            service('log') { build '$PROBE'; volume 'lines', at: '/data' }"""
        assert orch.run('start').code == 0
        inDb 'echo one > /data/file'
        assert orch.run('snapshot', 'both').code == 0
        assert orch.run('stop', 'log').code == 0
        engine.socket.send('DELETE', "/volumes/${name}_lines")

        when:
        def rollback = orch.run('rollback', 'both')

        then:
        rollback.code == 0
        engine.leftOf(name).contains("volume ${name}_lines".toString())
    }

    def "stop --volumes keeps the data as a snapshot, from which it comes back without any file"() {
        given:
        stack()
        assert orch.run('start').code == 0
        inDb 'echo kept > /data/file'

        when:
        def stop = orch.run('stop', '--volumes')

        then:
        stop.code == 0
        engine.leftOf(name) == []
        def kept = orch.state.resolve("orch/snapshots/$name").toFile().list()
        kept.length == 1
        stop.err.contains(kept[0])

        when:
        Files.delete(orch.folder.resolve('stack.groovy'))
        def rollback = orch.run('rollback', kept[0], '--stack', name)
        stack()
        def start = orch.run('start')

        then:
        rollback.code == 0
        start.code == 0
        inDb('cat /data/file') == 'kept\n'
    }

    def "what cannot be rolled back to is refused before anything is touched"() {
        given:
        stack()
        assert orch.run('start').code == 0
        inDb 'echo one > /data/file'
        assert orch.run('snapshot', 'seeded', '--pause').code == 0
        inDb 'echo two > /data/file'
        def before = container('db')

        when: 'a name that is not there'
        def unknown = orch.run('rollback', 'seded')

        then:
        unknown.code == 2
        unknown.problem[0].contains("did you mean 'seeded'?")

        when: 'another stack, whose volumes are others'
        def other = orch.folder.resolve('seeded.zip')
        assert orch.run('snapshot', '--export', 'seeded', '--to', other.toString()).code == 0
        orch.file('other.groovy', "stack('$name-o') { service('db') { build '$PROBE'; volume 'info', at: '/info' } }")
        assert orch.run('snapshot', '--import', other.toString(), '-f', 'other.groovy').code == 0
        def strange = orch.run('rollback', 'seeded', '-f', 'other.groovy')

        then:
        strange.code == 2
        strange.problem.join('\n').contains('the stack has no volume data')
        engine.leftOf("$name-o") == []

        when: 'an archive of which one byte is another'
        def archive = orch.state.resolve("orch/snapshots/$name/seeded/data.tar.zst")
        Files.write(archive, Files.readAllBytes(archive).tap { it[it.length.intdiv(2)] ^= 1 })
        def damaged = orch.run('rollback', 'seeded')

        then:
        damaged.code == 5
        damaged.problem[0].contains("snapshot 'seeded' of stack '$name' is damaged; nothing was changed")
        container('db').State == before.State
        inDb('cat /data/file') == 'two\n'
    }

    def "where the disk fills up nothing half-written counts, the error says so, and the stack runs again"() {
        given: 'a disk of 4 MB for the state folder; in memory, since not every machine has loop devices'
        stack("beforeSnapshot 'sh', '-c', 'echo flushed > /data/flushed'")
        def disk = Files.createDirectory(temporary.resolve('small'))
        sh "mount -t tmpfs -o size=4m tmpfs '$disk'"
        orch.environment.XDG_STATE_HOME = disk.toString()
        assert orch.run('start').code == 0
        inDb 'head -c 8000000 /dev/urandom > /data/file'
        def before = container('db')

        when:
        def full = orch.run('snapshot', 'seeded')

        then:
        full.code == 1
        full.problem.join('\n').contains('No space left on device')
        container('db').Id == before.Id
        container('db').State.Running
        !container('db').State.Paused
        inDb('cat /data/flushed') == 'flushed\n'

        when:
        def list = orch.run('snapshot')

        then:
        list.out == 'no snapshots\n'
        !disk.resolve("orch/snapshots/$name").toFile().list()
        !disk.resolve('orch/interrupted/unix-run-docker.sock').toFile().list()

        when: 'the volume would go with it'
        def stop = orch.run('stop', '--volumes')

        then: 'it stays, and the stack runs'
        stop.code == 1
        container('db').State.Running
        engine.volumes(name) == ["${name}_data".toString()]

        cleanup:
        sh "umount '$disk'"
    }

    private static void sh(String line) {
        def process = new ProcessBuilder('bash', '-c', line).redirectErrorStream(true).start()
        def output = process.text
        assert process.waitFor() == 0: output
    }

    def "a Compose stack is saved and put back by its name alone"() {
        given:
        orch.file('compose.yaml', """
            name: $name
            services:
              db: {build: $PROBE, volumes: ['data:/data'], labels: {orch.before-snapshot: 'touch /data/flushed'}}
            volumes: {data: {}}
            """.stripIndent())
        assert orch.run('start').code == 0
        inDb 'echo one > /data/file'
        Files.delete(orch.folder.resolve('compose.yaml'))
        def before = container('db')

        when:
        def snapshot = orch.run('snapshot', 'seeded', '--stack', name)
        inDb 'echo two > /data/file; rm /data/flushed'
        def rollback = orch.run('rollback', 'seeded', '--stack', name, '--no-snapshot')

        then: 'the service ran its command and was frozen, not stopped, while it was saved'
        snapshot.code == 0
        rollback.code == 0
        inDb('cat /data/file; ls -1 /data') == 'one\nfile\nflushed\n'
        container('db').Id == before.Id
        orch.state.resolve("orch/snapshots/$name").toFile().list() == ['seeded'] as String[]
    }

    def "a database that was frozen in the middle of its work comes back with every row that it had"() {
        given:
        def script = orch.file('database.groovy', """
            def database = stack('$name') {
                service('db') {
                    build '${Orch.ROOT.resolve('scripts/images/postgres')}'
                    env POSTGRES_DB: 'app', POSTGRES_PASSWORD: secret('db')
                    volume 'data', at: '/var/lib/postgresql/data'
                    healthcheck { command 'pg_isready -U postgres -d app'; every 1.second; retries 60 }
                    beforeSnapshot 'psql', '-U', 'postgres', '-c', 'CHECKPOINT'
                }
            }
            def sql = { String text ->
                def answer = database.exec('db', 'psql', '-U', 'postgres', '-d', 'app', '-tAc', text)
                if (answer.code != 0) { fail text, answer.err }
                answer.out.trim()
            }
            database.start()
            sql 'create table facts as select n, md5(n::text) as word from generate_series(1, 20000) n'
            def before = sql 'select sum(n), md5(string_agg(word, null order by n)) from facts'
            database.snapshot('full')
            sql 'delete from facts where n > 10'
            sql 'create table later (n int)'
            database.rollback('full', snapshot: false)
            println before == sql('select sum(n), md5(string_agg(word, null order by n)) from facts')
            println sql("select count(*) from pg_tables where tablename = 'later'")
            println sql('select count(*) from facts')
            """)

        when:
        def run = orch.run(script.toString(), limit: Duration.ofSeconds(180))

        then:
        run.code == 0
        run.out.readLines() == ['true', '0', '20000']

        when: 'a dedicated copy is asked over the network, where the database wants the password that it was made with'
        def asking = orch.file('copy.groovy', Files.readString(script).replaceAll(/(?s)def sql = .*/, '').replaceFirst('\\{', '{ dedicated()') + """
            database.start(from: 'full')
            println database.exec('db', 'sh', '-c', 'PGPASSWORD=\$POSTGRES_PASSWORD psql -h \$(hostname -i) -U postgres -d app -tAc "select count(*) from facts"').out.trim()
            """)
        def copy = orch.run(asking.toString(), limit: Duration.ofSeconds(180))

        then:
        copy.code == 0
        copy.out == '20000\n'
    }
}
