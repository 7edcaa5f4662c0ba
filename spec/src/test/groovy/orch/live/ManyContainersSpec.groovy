package orch.live

import orch.support.Orch
import orch.support.Reliability
import orch.support.SimulatedEngine
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path

/** An engine full of other people's containers; a simulated one, since no real one could be filled so quickly. */
class ManyContainersSpec extends Specification {
    static final int FOREIGN = 10_000

    @TempDir
    Path temporary

    @AutoCleanup
    SimulatedEngine engine = new SimulatedEngine(FOREIGN)

    def "of 10,000 containers of others none is listed, whatever is done with one's own"() {
        given:
        def orch = new Orch(temporary, [ORCH_ENGINE: engine.address])
        orch.file('stack.groovy', '''
            stack('mine') {
                service('db') { image 'db:1'; volume 'data', at: '/data' }
                service('web') { image 'web:1'; dependsOn started('db') }
            }''')
        def rounds = new Reliability("$FOREIGN containers, networks and volumes of others on the engine")

        expect:
        [['start'], ['start'], ['status'], ['status', 'mine', '--json'], ['plan'], ['cleanup', '--dry-run'], ['stop'],
         ['cleanup']].each { words ->
            engine.requests.clear()
            engine.listed.set(0)
            def run = orch.run(*words)
            assert run.code == 0
            assert fullScans() == []
            // a handful of one's own, some of them asked for several times
            assert engine.listed.get() < 30
            assert engine.requests.size() < 60
            rounds.count('only its own listed')
        }
        engine.containerCount == FOREIGN

        cleanup:
        rounds.write()
    }

    /** Listings that say neither whose nor which. */
    private List<String> fullScans() {
        engine.requests.findAll { it ==~ 'GET /(containers/json|networks|volumes)(\\?.*)?' }
                .collect { URLDecoder.decode(it, 'UTF-8') }
                .findAll { !(it ==~ /.*"label":\["orch\..*/ || it ==~ /.*"name":\["[^"]{3,}.*/) }
    }
}
