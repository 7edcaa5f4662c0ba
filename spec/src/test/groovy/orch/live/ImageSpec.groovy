package orch.live

import orch.support.LiveSpec

/** The ways to an image, in the order in which they are tried. */
class ImageSpec extends LiveSpec {
    private static final String SLEEPER = '''\
        FROM debian:bookworm-slim
        CMD ["sh", "-c", "trap 'exit 0' TERM; sleep 1000000 & wait"]
        '''.stripIndent()

    def "an image that is there is used, and nothing is pulled"() {
        given:
        def id = engine.specImage('tiny')
        engine.tag(id, "localhost:1/$name", '1')
        describe "service 'web', image: 'localhost:1/$name:1'"
        def proxy = watched()

        when:
        def run = orch.run('start')

        then:
        run.code == 0
        container('web').Image == id
        proxy.mutating().every { !it.startsWith('POST /images') && !it.startsWith('POST /build') }
    }

    def "where a pull fails the recipe is built, and both are said"() {
        given:
        orch.file('recipe/Dockerfile', SLEEPER + "LABEL for=$name\n")
        describe "service('web') { image 'localhost:1/$name:1', otherwise: build('recipe') }"
        def proxy = watched()

        when:
        def run = orch.run('start')

        then:
        run.code == 0
        container('web').Config.Labels.for == name
        proxy.mutating().findAll { it ==~ 'POST /(images|build).*' }*.replaceAll('\\?.*', '') == ['POST /images/create', 'POST /build']

        and: 'on standard error'
        run.err.contains("pulls localhost:1/$name:1")
        run.err.readLines().any { it.contains('refused') && it.contains('goes on with build of') }
        run.err.contains("Step 1/")

        when: 'the next start finds what was built, and does not try to pull again'
        proxy.forget()
        def again = orch.run('start')

        then:
        again.code == 0
        proxy.mutating() == []
    }

    def "a recipe may take arguments, another Dockerfile and a stage"() {
        given:
        orch.file('recipe/Other', """\
            ARG BASE=nothing
            FROM \$BASE AS first
            ARG GREETING
            ENV GREETING=\$GREETING
            CMD ["sh", "-c", "trap 'exit 0' TERM; sleep 1000000 & wait"]
            FROM first AS second
            ENV GREETING=wrong
            """.stripIndent())
        describe """
            service('web') {
                build 'recipe', dockerfile: 'Other', target: 'first', args: [BASE: 'debian:bookworm-slim', GREETING: '$name']
            }"""

        when:
        def run = orch.run('start')

        then:
        run.code == 0
        "GREETING=$name".toString() in container('web').Config.Env
    }

    def "a build whose layers somebody removes between its steps is built again"() {
        given: 'somebody who removes what has no name yet, as a prune of images does'
        def steps = (1..40).collect { "ENV STEP$it=$name" }.join('\n')
        orch.file('recipe/Dockerfile', "FROM debian:bookworm-slim\nLABEL $name=1\n$steps\nCMD [\"sleep\", \"100000\"]\n")
        describe "service('web') { build 'recipe' }"
        def start = orch.start('start')

        when:
        while (!start.err.contains('builds again') && start.process.alive) {
            engine.pruneImagesLabelled(name)
        }

        then:
        start.await().code == 0
        start.err.contains('layers of it were removed meanwhile: builds again')
        container('web').State.Running

        cleanup:
        engine.removeImagesLabelled(name)
    }

    def "an archive of images is loaded"() {
        given: 'a file as an image export writes it, and no such image any more'
        def id = engine.specImage('tiny')
        engine.tag(id, name, '1')
        engine.save("$name:1", orch.folder.resolve('images.tar'))
        engine.removeImage("$name:1")
        assert engine.image("$name:1") == null
        describe "service('web') { archive 'images.tar', image: '$name:1' }"

        when:
        def run = orch.run('start')

        then:
        run.code == 0
        container('web').Image == id
        container('web').State.Running
    }

    def "services that share an image get it once"() {
        given:
        orch.file('recipe/Dockerfile', SLEEPER + "LABEL for=$name\n")
        describe "['a', 'b', 'c'].each { service it, build: 'recipe' }"
        def proxy = watched()

        when:
        def run = orch.run('start')

        then:
        run.code == 0
        engine.containers(name).size() == 3
        proxy.mutating().count { it.startsWith('POST /build') } == 1
    }
}
