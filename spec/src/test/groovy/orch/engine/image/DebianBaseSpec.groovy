package orch.engine.image

import spock.lang.Specification

class DebianBaseSpec extends Specification {
    def "'#reference' can be made of packages: #release"() {
        expect:
        DebianBase.release(reference).orElse('no') == release

        where:
        reference                              || release
        'debian:bookworm'                      || 'bookworm'
        'debian:bookworm-slim'                 || 'bookworm'
        'library/debian:trixie'                || 'trixie'
        'docker.io/library/debian:sid-slim'    || 'sid'
        'docker.io/debian:bookworm'            || 'bookworm'
        'debian:latest'                        || 'no'
        'debian:stable'                        || 'no'
        'debian:stable-slim'                   || 'no'
        'debian:12'                            || 'no'
        'debian:12-slim'                       || 'no'
        'debian:bookworm-20240101'             || 'no'
        'debian:bookworm-backports'            || 'no'
        'debian'                               || 'no'
        'ubuntu:noble'                         || 'no'
        'me/debian:bookworm'                   || 'no'
        'registry.example/debian:bookworm'     || 'no'
        'mydebian:bookworm'                    || 'no'
        'debian:bookworm@sha256:00'            || 'no'
        'debian:'                              || 'no'
    }
}
