package orch.live

import orch.support.FaultProxy
import orch.support.LiveSpec
import orch.support.Reliability

/** Somebody else takes a name after the plan was made and before it is carried out. */
class SquatterSpec extends LiveSpec {
    def "a #kind of somebody else's that appears between plan and apply is named and left as it is, exit code 5"() {
        given: 'a squatter that comes with the first change of a start'
        describe """
            service('web') { build '$TINY'; volume 'data', at: '/data' }"""
        assert orch.run('plan').code == 0
        def proxy = faulty()
        def squatter = null
        def reliability = new Reliability("$kind of somebody else's that appears between plan and apply")
        proxy.begin { String request, int number ->
            synchronized (proxy) {
                if (squatter == null && request ==~ "POST /$path/create.*") {
                    squatter = make.call(this)
                }
            }
            FaultProxy.Fault.NONE
        }

        when:
        def run = orch.run('start')
        reliability.count("exit code $run.code, squatter untouched")

        then:
        run.code == 5
        run.problem[0].contains("$kind '${taken.call(this)}' exists and is not ours")
        run.err.contains("Compose project 'theirs'")
        squatter != null
        untouched.call(this, squatter)

        cleanup:
        reliability.write()

        where:
        kind        | path         | taken                  | make                                                                                                                                      | untouched
        'container' | 'containers' | { it.named('web') }    | { it.engine.squat([Image: it.engine.specImage('tiny'), Labels: ['com.docker.compose.project': 'theirs']], it.named('web')) }              | { spec, id -> spec.container('web').Id == id && spec.container('web').State.Running }
        'network'   | 'networks'   | { "${it.name}_default" } | { it.engine.squatNetwork("${it.name}_default".toString(), ['com.docker.compose.project': 'theirs']) }                                   | { spec, id -> spec.engine.socket.get("/networks/$id") != null }
        'volume'    | 'volumes'    | { "${it.name}_data" }  | { it.engine.squatVolume("${it.name}_data".toString(), ['com.docker.compose.project': 'theirs']); 'made' }                                 | { spec, id -> spec.engine.volumeExists("${spec.name}_data".toString()) }
    }
}
