package orch.dsl

import java.nio.file.Path
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir

class ScriptsSpec extends Specification {
    @TempDir
    Path temp
    def scripts

    def setup() {
        scripts = new ScriptFolder(temp)
    }

    def "methods, closures and variables of the script are usable in blocks"() {
        when:
        def stack = scripts.stack('''
            version = 16
            tag = { "postgres:$it" }
            String url(int port) { "http://localhost:$port" }
            def local = 'from a local variable'

            stack {
                service('db') {
                    image tag(version)
                    env URL: url(8080), LOCAL: local
                }
            }''')

        then:
        stack.services().db.images()*.describe() == ['postgres:16']
        stack.services().db.process().environment()*.value*.text() == ['http://localhost:8080', 'from a local variable']
    }

    def "closures of the script can be called at its top level as well"() {
        expect:
        scripts.run('greet = { "hello $it" }; greet("ada")') == 'hello ada'
    }

    def "a variable of the script can be counted up in a block"() {
        expect:
        scripts.run('''
            count = 0
            stack {
                ['a', 'b', 'c'].each { name -> service(name) { image 'x'; count = count + 1 } }
            }
            count''') == 3
    }

    def "blocks can be made in loops"() {
        expect:
        scripts.stack("stack { (1..3).each { n -> service \"worker-\$n\", image: 'worker:1' } }").services().keySet() as List ==
            ['worker-1', 'worker-2', 'worker-3']
    }

    def "words of the blocks around do not leak in: #text"() {
        expect:
        scripts.refusal(text).endsWith(problem)

        where:
        text                                                                          || problem
        "stack { service('db') { image 'a'; ensureHealthy() } }"                      || "unknown word 'ensureHealthy' in service 'db'"
        "stack { service('db') { image 'a'; service 'b', image: 'b' } }"              || "unknown word 'service' in service 'db'"
        "stack { service('db') { healthcheck { image 'a' } } }"                       || "unknown word 'image' in healthcheck of service 'db'"
        "stack { service('db') { healthcheck { memory 64.MB } } }"                    || "unknown word 'memory' in healthcheck of service 'db'"
        "stack { show 1 }"                                                            || "unknown word 'show' in stack 'dev'"
    }

    def "a block does not show what it is made of: #text"() {
        expect:
        scripts.refusal("stack { $text }").contains("unknown word '$word' in stack 'dev'")

        where:
        text               | word
        'println services' | 'services'
        'println session'  | 'session'
        'println name'     | 'name'
        "name = 'other'"   | 'name'
    }

    def "methods and variables of another script are usable after 'use'"() {
        given:
        scripts.file('lib/common.groovy', '''
            registry = 'registry.local:5000'
            String tagged(String name) { "$registry/$name:1" }
            ''')

        expect:
        scripts.stack('''
            use 'lib/common.groovy'
            def own = tagged('web')
            stack { service('web') { image own }; service('db') { image tagged('db') } }
            ''').services().values()*.images()*.get(0)*.describe() == ['registry.local:5000/web:1', 'registry.local:5000/db:1']
    }

    def "each script's paths are read from its own folder, also after another script was used"() {
        given:
        scripts.file('images/app/Dockerfile', 'FROM scratch')
        scripts.file('lib/images/base/Dockerfile', 'FROM scratch')
        scripts.file('lib/other.groovy', 'loaded = true')
        scripts.file('lib/common.groovy', '''
            use 'other.groovy'
            def base(service) { service.build 'images/base' }
            ''')

        when:
        def stack = scripts.stack('''
            use 'lib/common.groovy'
            stack {
                service('app') { build 'images/app' }
                service('base') { base(delegate) }
            }''')

        then:
        stack.services().app.images()*.context() == [scripts.folder.resolve('images/app')]
        stack.services().base.images()*.context() == [scripts.folder.resolve('lib/images/base')]
    }

    def "relative paths are read from the script's folder, not from the working folder"() {
        given:
        scripts.file('shop/conf/app.yml')

        when:
        def handle = scripts.run("stack { service('a') { image 'a'; mount 'conf/app.yml', at: '/a'; mount '../x', at: '/x'; " +
            "mount '/etc', at: '/etc' } }", 'shop/shop.groovy')

        then:
        handle.described().get().services().a.mounts()*.source() ==
            [scripts.folder.resolve('shop/conf/app.yml'), scripts.folder.resolve('x'), Path.of('/etc')]
    }

    def "a secret of a stack is the same in all its services, and masked wherever it is printed"() {
        when:
        def stack = scripts.stack('''
            stack('shop') {
                service('db') { image 'a'; env PASSWORD: secret('db') }
                service('web') { image 'a'; env PASSWORD: secret('db'), OTHER: secret('other') }
            }''')
        def password = stack.services().db.process().environment().PASSWORD
        scripts.run("println 'it is ${password.text()}'; show 'so: ${password.text()}'; print '${password.text()}'")

        then:
        password.text().length() == 32
        stack.services().web.process().environment().PASSWORD == password
        stack.services().web.process().environment().OTHER.text() != password.text()
        scripts.output == 'it is ***\nso: ***\n***'
        !scripts.masking.mask(password.text()).contains(password.text())
    }

    def "a script prints what it says: #text"() {
        when:
        scripts.run(text)

        then:
        scripts.output == printed

        where:
        text                                     || printed
        "println 'a'"                            || 'a\n'
        'println 3'                              || '3\n'
        'println null'                           || 'null\n'
        "print 'a'; print 'b'"                   || 'ab'
        "println 'a'; println(); println 'b'"    || 'a\n\nb\n'
        "printf '%s is %d%n', 'a', 1"            || 'a is 1\n'
        "printf '%s', 'a'"                       || 'a'
        "show 'a'"                               || 'a\n'
        "stack { println 'in a block'; service('a') { image 'a'; println 'deeper' } }" || 'in a block\ndeeper\n'
    }

    def "a script ends as it says: #text"() {
        when:
        scripts.run(text)

        then:
        def end = thrown(kind)
        end instanceof Exit ? end.code() == 7 : end.message == 'it is so' && end.evidence() == ['see', 'here']

        where:
        text                              || kind
        'exit 7'                          || Exit
        "fail 'it is so', 'see', 'here'"  || OrchException.Failed
        "reject 'it is so', 'see', 'here'" || OrchException.BadInput
    }

    def "a script reads its arguments and options"() {
        given:
        scripts.options = [rows: 3, dryRun: true]
        scripts.arguments = ['a', 'b']

        expect:
        scripts.run("option 'rows', 'N', 'how many'; args 'NAME...'; [args, options.rows, options.dryRun, options.none]") ==
            [['a', 'b'], 3, true, null]
    }
}
