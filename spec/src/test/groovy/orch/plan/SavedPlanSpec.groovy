package orch.plan

import static orch.model.Examples.HOST
import static orch.model.Examples.changed
import static orch.model.Examples.environment
import static orch.model.Examples.image
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack

import orch.model.Dependency
import orch.model.ImageSource
import orch.model.Mount
import orch.model.Network
import orch.model.Next
import orch.model.OrchException
import orch.model.Origin
import orch.model.Process
import orch.model.Service
import orch.model.Stack
import orch.model.Value
import orch.model.Volume
import spock.lang.Shared
import spock.lang.Specification

import java.nio.file.Path

class SavedPlanSpec extends Specification {
    static final Next AGAIN = Next.verb('plan', '--out', 'dev.plan')
    static final SavedPlan.PlannedOn HERE = new SavedPlan.PlannedOn('ID1', 'unix:///run/docker.sock')

    @Shared
    Service db = service('db', mounts: [new Mount.VolumeMount('data', '/data', false)], process: environment(LEVEL: 'info'))
    @Shared
    Service web = service('web', dependencies: [new Dependency('db', Dependency.Condition.HEALTHY, false)])

    def "a stack that says the same in other places of its file is as it was planned"() {
        given:
        def moved = stack(origin: new Origin('/elsewhere/dev.groovy', 0), changed(web, origin: new Origin('other.groovy', 99)), db)

        expect:
        wanted(stack(db, web)).differences(moved, { it.describe() }) == []
    }

    def "what is described otherwise is named: #line"() {
        given:
        def services = [db: db, web: web] + change.findAll { it.value instanceof Service }
        def now = stack(change.findAll { !(it.value instanceof Service) }, *services.values())

        expect:
        wanted(stack(db, web)).differences(now, { it.describe() }) == [line]

        where:
        change                                                             || line
        [web: service('web', replicas: 2, dependencies: web.dependencies())] || "service 'web' is described otherwise: replicas changed"
        [web: service('web')]                                              || "service 'web' is described otherwise: dependencies removed"
        [web: changed(web, images: [image('busybox:2')])]                  || "service 'web' is described otherwise: image changed"
        [db: changed(db, process: environment(LEVEL: 'debug'))]            || "service 'db' is described otherwise: env LEVEL changed"
        [db: changed(db, process: Process.OF_IMAGE)]                       || "service 'db' is described otherwise: env LEVEL removed"
        [mail: service('mail')]                                            || "service 'mail' has come into the stack"
        [networks: [default: new Network('default', '', 'bridge', true, '', [:])]] || "network 'default' is described otherwise: internal false -> true"
        [volumes: [data: new Volume('data', '', 'other', [:])]]            || "volume 'data' is described otherwise: driver changed"
        [volumes: [data: Volume.local('data'), more: Volume.local('more')]] || "volume 'more' has come into the stack"
    }

    def "a service that has left the stack is named"() {
        expect:
        wanted(stack(db, web)).differences(stack(db), { it.describe() }) == ["service 'web' is no longer in the stack"]
    }

    def "another secret is noticed, and of none a hash of its own is kept"() {
        given:
        def then = stack(secret('hunter2'))
        def kept = wanted(then)

        expect:
        kept.differences(stack(secret('hunter3')), { it.describe() }) == ["service 'db' is described otherwise: a secret changed"]
        !kept.services().db.words().contains(ConfigHash.sha256('hunter2').take(8))
        kept.services().db.words().contains('env PASSWORD=!')
    }

    def "files of a recipe that have changed make it another stack"() {
        given:
        def built = stack(changed(db, images: [ImageSource.Recipe.of(Path.of('/srv/db'))]))
        def kept = WantedState.of(built) { 'orch/db:1' }

        expect:
        kept.differences(built, { 'orch/db:1' }) == []
        kept.differences(built, { 'orch/db:2' }) == ["service 'db' is described otherwise: image changed"]
    }

    def "nothing has moved on an engine that holds the same, whichever image it tells first"() {
        expect:
        found(EngineState.running(stack(db, web), shared())).differences(found(EngineState.running(stack(web, db), shared()))) == []
    }

    def "what has moved is named: #line"() {
        given:
        def then = found(EngineState.running(stack(db, web), shared()))
        def now = EngineState.running(stack(db, web), shared())
        move.delegate = now
        move()

        expect:
        then.differences(found(now)) == [line]

        where:
        line | move
        "container 'dev-web-1' is gone" | { -> without('dev-web-1') }
        "container 'dev-web-1' was running and is exited (137)" | { -> ended('dev-web-1', 137) }
        "container 'dev-web-1' is another one than then" | { -> but('dev-web-1', id: 'ab' * 32) }
        "container 'dev-web-1' was made otherwise than the one then" | { -> withLabel('dev-web-1', 'orch.config', 'other') }
        "network 'dev_default' is gone" | { -> withoutNetwork('dev_default') }
        "network 'dev_default' is another one than then" | { -> networkBut('dev_default', id: 'cd' * 32) }
        "volume 'dev_data' is another one than then" | { -> volumeBut('dev_data', labels: shared().labels() + ['orch.made': 'later']) }
        "image 'busybox:1' is gone" | { -> withoutImage(image('busybox:1')) }
        "container 'dev-mail-1' has appeared, held by Compose project 'shop'" | { -> squatter('dev-mail-1', ['com.docker.compose.project': 'shop']) }
        "volume 'dev_more' has appeared" | { -> volume('dev_more') }
    }

    def "a container between two tries of its restart policy has not been touched by anybody"() {
        given:
        def then = EngineState.running(stack(db), shared())
        def now = EngineState.running(stack(db), shared()).but('dev-db-1', state: 'restarting', status: 'Restarting (1) 1 second ago')

        expect:
        found(then).differences(found(now)) == []
    }

    def "another engine and another machine are refused, another way to the same engine is not"() {
        given:
        def saved = saved(stack(db), new EngineState(shared()).images(db))

        when:
        saved.checkPlace(HOST, new SavedPlan.PlannedOn('ID1', 'tcp://127.0.0.1:2375'), AGAIN)

        then:
        noExceptionThrown()

        when:
        saved.checkPlace(host, engine, AGAIN)

        then:
        def e = thrown(OrchException.Refused)
        e.message == problem
        e.evidence().size() == 2
        e.next().get().commandLine() == 'orch plan --out dev.plan'

        where:
        host    | engine                                                  || problem
        HOST    | new SavedPlan.PlannedOn('ID2', HERE.address())          || 'the plan is for another engine; nothing was changed'
        HOST    | new SavedPlan.PlannedOn('', 'unix:///other.sock')       || 'the plan is for another engine; nothing was changed'
        'other' | HERE                                                    || 'the plan was made on another machine; nothing was changed'
    }

    def "where a file has changed it is named, where none has it is said that what they read did"() {
        given:
        def saved = saved(stack(db), new EngineState(shared()).images(db))

        when:
        saved.checkWanted(stack(changed(db, restart: 'always')), { it.describe() }, [new SavedPlan.Source('/srv/dev.groovy', sha)], AGAIN)

        then:
        def e = thrown(OrchException.Refused)
        e.message == "stack 'dev' is described otherwise than when it was planned; nothing was changed"
        e.evidence() == ["service 'db' is described otherwise: restart changed", line]

        where:
        sha     || line
        'other' || 'changed since: /srv/dev.groovy'
        'aa'    || 'its files are as they were: what they read has changed'
    }

    def "the same state gives the same plan to carry out"() {
        given:
        def state = new EngineState(shared()).images(db)
        def planned = plan(stack(db), state)

        expect:
        saved(stack(db), state).checkFound(state.observed(), { planned }, { it }, AGAIN).is(planned)
    }

    def "a state that has moved is refused, even where nothing could be planned from it"() {
        given:
        def saved = saved(stack(db), new EngineState(shared()).images(db))
        def now = new EngineState(shared()).images(db).squatter('dev-db-1', [:])

        when:
        saved.checkFound(now.observed(), { plan(stack(db), now) }, { it }, AGAIN)

        then:
        def e = thrown(OrchException.Refused)
        e.message == "the state of stack 'dev' has moved since the plan was made; nothing was changed"
        e.evidence() == ["container 'dev-db-1' has appeared, held by somebody who set no labels"]
    }

    def "a state that has moved to what was wanted needs nothing, and that is no refusal"() {
        given:
        def saved = saved(stack(db), new EngineState(shared()).images(db))
        def now = EngineState.running(stack(db), shared())

        expect:
        saved.checkFound(now.observed(), { plan(stack(db), now) }, { it }, AGAIN).empty
    }

    def "an image that is due to be pulled again since is refused, though nothing has moved"() {
        given:
        def state = new EngineState(shared()).images(db)
        def saved = saved(stack(db), state)
        def due = changed(state.observed(), images: [(image('busybox:1')): new Observed.Image('busybox:1', EngineState.imageId('busybox:1'), true)])

        when:
        saved.checkFound(due, { Planner.start(stack(db), shared(), due, [], true) }, { it }, AGAIN)

        then:
        def e = thrown(OrchException.Refused)
        e.evidence() == ['now also: get image of db']
    }

    private static Service secret(String text) {
        service('db', process: changed(Process.OF_IMAGE, environment: [PASSWORD: new Value.Secret('db', text)]))
    }

    private static WantedState wanted(Stack stack) {
        WantedState.of(stack) { it.describe() }
    }

    private static FoundState found(EngineState state) {
        FoundState.of(state.observed(), shared())
    }

    private static Plan plan(Stack stack, EngineState state) {
        Planner.start(stack, shared(), state.observed(), [], true)
    }

    private static SavedPlan saved(Stack stack, EngineState state) {
        new SavedPlan(shared(), HERE, [new SavedPlan.Source('/srv/dev.groovy', 'aa')], [], wanted(stack), found(state),
            SavedPlan.changes(plan(stack, state)) { it })
    }
}
