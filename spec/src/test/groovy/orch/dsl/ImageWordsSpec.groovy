package orch.dsl

import java.nio.file.Path
import orch.model.ImageSource
import spock.lang.Specification
import spock.lang.TempDir

class ImageWordsSpec extends Specification {
    @TempDir
    Path temp
    def scripts

    def setup() {
        scripts = new ScriptFolder(temp)
        scripts.file('images/app/Dockerfile', 'FROM scratch')
        scripts.file('images/app/Dockerfile.dev', 'FROM scratch')
    }

    def "an image by name"() {
        expect:
        images("image 'postgres'") == [new ImageSource.Named('postgres:latest')]
    }

    def "a folder with a Dockerfile is read relative to the script"() {
        expect:
        images("build 'images/app'") == [recipe('Dockerfile', [:], '')]
    }

    def "a build with everything that can be said of it"() {
        expect:
        images("build 'images/app', dockerfile: 'Dockerfile.dev', args: [VERSION: 1], target: 'run'") ==
            [recipe('Dockerfile.dev', [VERSION: '1'], 'run')]
    }

    def "an archive is read relative to the script, and says which image is meant"() {
        expect:
        images("archive 'app.tar', image: 'app:1'") == [new ImageSource.Archive(scripts.folder.resolve('app.tar'), 'app:1')]
    }

    def "other ways to an image come after the first, in the order in which they are written: #otherwise"() {
        expect:
        images("image 'app:1', otherwise: $otherwise")*.describe()*.replace(scripts.folder.toString(), 'FOLDER') ==
            ['app:1', *others]

        where:
        otherwise                                             || others
        "build('images/app')"                                 || ['build of FOLDER/images/app']
        "'other:1'"                                           || ['other:1']
        'null'                                                || []
        "['other:1', build('images/app')]"                    || ['other:1', 'build of FOLDER/images/app']
        "[build('images/app'), archive('a.tar', image: 'b')]" || ['build of FOLDER/images/app', 'archive FOLDER/a.tar']
    }

    def "#words is refused: #problem"() {
        expect:
        scripts.refusal("stack {\n service('x') {\n $words\n } }") == 'dev.groovy:3: ' + problem.replace('FOLDER', scripts.folder.toString())

        where:
        words                                        || problem
        "image 'my image'"                           || "'my image' cannot be the name of an image"
        "image 'app:1', other: 'x'"                  || "'image' in service 'x' has no 'other:'"
        "image 'app:1', otherwize: 'x'"              || "'image' in service 'x' has no 'otherwize:'; did you mean 'otherwise'?"
        "build 'images/none'"                        || 'there is no Dockerfile in FOLDER/images/none'
        "build 'images/app', dockerfile: 'D'"        || 'there is no D in FOLDER/images/app'
        "build 'images/app', args: 'x'"              || "'args:' in service 'x' does not take the text 'x'"
        "archive 'app.tar', image: ''"               || "'' cannot be the name of an image"
    }

    private ImageSource recipe(String dockerfile, Map arguments, String target) {
        new ImageSource.Recipe(scripts.folder.resolve('images/app'), dockerfile, arguments, target)
    }

    private List<ImageSource> images(String words) {
        scripts.stack("stack { service('x') { $words } }").services().x.images()
    }
}
