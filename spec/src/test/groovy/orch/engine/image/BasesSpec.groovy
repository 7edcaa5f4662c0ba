package orch.engine.image

import java.nio.file.Path
import orch.model.ImageSource
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir

class BasesSpec extends Specification {
    @TempDir
    Path context

    def "a Dockerfile with #what begins with #bases"() {
        expect:
        basesOf(lines.join('\n')) == bases

        where:
        what                           | lines                                                            || bases
        'one line'                     | ['FROM debian:12']                                               || ['debian:12']
        'lower case'                   | ['  from debian:12 as build']                                    || ['debian:12']
        'comments'                     | ['# FROM busybox', '', 'FROM debian:12', '#FROM alpine']         || ['debian:12']
        'a platform'                   | ['FROM --platform=linux/amd64 debian:12 AS x', 'FROM x']         || ['debian:12']
        'nothing below it'             | ['FROM scratch', 'COPY a /a']                                    || []
        'two stages'                   | ['FROM debian:12 AS build', 'FROM busybox']                      || ['debian:12', 'busybox']
        'a stage upon another'         | ['FROM debian:12 AS base', 'FROM base AS build', 'FROM base']    || ['debian:12']
        'a stage in another case'      | ['FROM debian:12 AS Base', 'FROM base']                          || ['debian:12']
        'a stage called as its base'   | ['FROM debian AS debian', 'FROM debian']                         || ['debian']
        'the same base twice'          | ['FROM debian:12', 'FROM debian:12']                             || ['debian:12']
        'words that only look like it' | ['FROM debian:12', 'RUN echo \\', '  hello', 'ENV FROM=x']       || ['debian:12']
        'no line at all'               | ['']                                                             || []
        'a line without a base'        | ['FROM', 'FROM --platform=linux/amd64']                          || []
    }

    def "an argument in FROM has its #preset"() {
        expect:
        basesOf(lines.join('\n'), [GIVEN: 'given']) == bases

        where:
        preset                           | lines                                                       || bases
        'default'                        | ['ARG V=12', 'FROM debian:$V']                              || ['debian:12']
        'default, in braces'             | ['arg V=12', 'FROM debian:${V}-slim']                       || ['debian:12-slim']
        'quoted default'                 | ['ARG V="12"', 'FROM debian:$V']                            || ['debian:12']
        'default in single quotes'       | ["ARG V='12'", 'FROM debian:$V']                            || ['debian:12']
        'given value'                    | ['ARG GIVEN=12', 'FROM debian:$GIVEN']                      || ['debian:given']
        'given value without default'    | ['ARG GIVEN', 'FROM debian:$GIVEN']                         || ['debian:given']
        'own value beside a longer name' | ['ARG V=12', 'ARG VARIANT=slim', 'FROM debian:$V-$VARIANT'] || ['debian:12-slim']
        'default out of another'         | ['ARG V=12', 'ARG BASE=debian:${V}', 'FROM $BASE']          || ['debian:12']
        'default in FROM itself'         | ['ARG BASE', 'FROM ${BASE:-debian:12}']                     || ['debian:12']
        'value, not that in FROM'        | ['ARG BASE=busybox', 'FROM ${BASE:-debian:12}']             || ['busybox']
        'value for all stages'           | ['ARG V=12', 'FROM a:$V', 'ARG V=13', 'FROM b:$V']          || ['a:12', 'b:12']
    }

    def "a Dockerfile that is not there is wrong input"() {
        when:
        Bases.of(ImageSource.Recipe.of(context))

        then:
        def e = thrown(OrchException.BadInput)
        e.message == "cannot read $context/Dockerfile"
    }

    private List<String> basesOf(String dockerfile, Map<String, String> arguments = [:]) {
        context.resolve('Dockerfile').toFile().text = dockerfile
        Bases.of(new ImageSource.Recipe(context, 'Dockerfile', arguments, '')) as List
    }
}
