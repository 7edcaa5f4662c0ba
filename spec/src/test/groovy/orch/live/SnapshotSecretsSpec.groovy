package orch.live

import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import orch.support.LiveSpec
import orch.support.Orch

/** Data that can be used with the secret only that its stack had when it was saved. */
class SnapshotSecretsSpec extends LiveSpec {
    static final String KEPT = 'test -f /data/key || echo "$KEY" > /data/key; test "$KEY" = "$(cat /data/key)" && test "$KEY" = "$(cat /run/key)"'

    /** Its service keeps its secret in its data at the first start, and is well only with the same ever after. */
    def setup() {
        describe """
            service('db') {
                build '$PROBE'
                volume 'data', at: '/data'
                env KEY: secret('key')
                file '/run/key', content: secret('key')
                healthcheck { command 'sh', '-c', '$KEPT' }
            }
            ensureHealthy within: 10.seconds"""
    }

    def "a dedicated copy that begins with a snapshot has the secrets with which it was saved"() {
        given:
        assert orch.run('start').code == 0
        def secret = Files.readString(orch.state.resolve("orch/secrets/$name/key")).strip()
        assert orch.run('snapshot', 'seeded').code == 0
        def script = orch.file('copies.groovy', """
            def copy = theCopy
            copy.start(from: 'seeded')
            println copy.exec('db', 'sh', '-c', 'cat /data/key; echo "\$KEY"; cat /run/key').out
            println copy.start().empty
            copy.exec('db', 'sh', '-c', 'echo more > /data/more')
            copy.snapshot('more')
            def next = theCopy
            next.start(from: 'more')
            println next.exec('db', 'cat', '/data/more', '/data/key').out
            """)

        when:
        def run = orch.run(script.toString())

        then: 'they are masked, the copy is not made anew for them, and nothing of them stays with it'
        run.code == 0
        run.out.readLines()*.strip().findAll() == ['***', '***', '***', 'true', 'more', '***']
        !run.err.contains(secret)
        holding(secret) == ["secrets/$name/key", "snapshots/$name/more/manifest.json", "snapshots/$name/seeded/manifest.json"]*.toString()

        when:
        def verb = orch.run('start', '--env', 'dedicated', '--from', 'seeded')

        then:
        verb.code == 0
    }

    def "on another machine the file that was exported is enough"() {
        given:
        assert orch.run('start').code == 0
        def secret = Files.readString(orch.state.resolve("orch/secrets/$name/key")).strip()
        assert orch.run('snapshot', 'seeded').code == 0
        def show = orch.run('snapshot', '--show', 'seeded')
        def json = orch.run('snapshot', '--show', 'seeded', '--json')
        def file = orch.folder.resolve('seeded.zip')

        when:
        def export = orch.run('snapshot', '--export', 'seeded', '--to', file.toString())

        then: 'nobody else may read it, and it is said that secrets are in it'
        export.code == 0
        export.out == "wrote snapshot 'seeded' to $file; only you can read it: it holds secrets of the stack (key)\n"
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) == 'rw-------'
        show.out.contains('secret key')
        json.json.secrets == ['key']
        ![show, json, export].any { (it.out + it.err).contains(secret) }

        when:
        assert orch.run('stop', '--volumes', '--no-snapshot').code == 0
        def there = new Orch(temporary.resolve('there'), orch.environment + [XDG_STATE_HOME: temporary.resolve('other').toString()])
        there.file('stack.groovy', Files.readString(orch.folder.resolve("stack.groovy")))
        assert there.run('snapshot', '--import', file.toString()).code == 0
        def copy = there.run('start', '--env', 'dedicated', '--from', 'seeded')

        then:
        copy.code == 0

        when: 'a stack that has other secrets already gets the data'
        assert there.run('start').code == 0
        def own = Files.readString(temporary.resolve("other/orch/secrets/$name/key"))
        def rollback = there.run('rollback', 'seeded')

        then: 'it is said what does not fit, and what to do'
        rollback.code == 2
        rollback.problem == ["orch: snapshot 'seeded' does not fit stack '$name'; nothing was changed",
                             '  it was saved with other secrets than the stack has (key): services that keep them in their data would refuse theirs',
                             '  a stack that is stopped with its volumes, which saves them, takes them over',
                             '  next: orch stop --volumes']*.toString()
        own != secret

        when:
        def words = [['stop', '--volumes'], ['rollback', 'seeded'], ['start']].collect { there.run(*it) }
        def back = words[0].err.find(/auto-[-\d]+/)

        then:
        words*.code == [0, 0, 0]
        Files.readString(temporary.resolve("other/orch/secrets/$name/key")) == secret

        when: 'and back again'
        there.file('back.groovy', "theStack.stop(volumes: true, snapshot: false); theStack.rollback('$back'); theStack.start()")
        def again = there.run('back.groovy')

        then:
        again.code == 0
        Files.readString(temporary.resolve("other/orch/secrets/$name/key")) == own

        cleanup:
        there?.close()
    }

    /** Files below the state folder that hold a text. */
    private List<String> holding(String text) {
        def state = orch.state.resolve('orch')
        def found = []
        state.toFile().eachFileRecurse(groovy.io.FileType.FILES) { if (it.getText('ISO-8859-1').contains(text)) { found << state.relativize(it.toPath()).toString() } }
        found.sort()
    }
}
