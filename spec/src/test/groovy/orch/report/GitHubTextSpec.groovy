package orch.report

import java.time.Instant
import orch.model.Origin
import spock.lang.Specification

/** Texts that GitHub Actions and GitLab read. */
class GitHubTextSpec extends Specification {
    def "an error is shown at its line, and nothing in it can end the command early"() {
        expect:
        GitHubText.error(Optional.of(new Origin('a,b/c:d.groovy', 7)), 'orch: 1,2', '50% of\r\nit: a, b') ==
                '::error file=a%2Cb/c%3Ad.groovy,line=7,title=orch%3A 1%2C2::50%25 of%0D%0Ait: a, b'
        GitHubText.error(Optional.empty(), 'orch', 'so') == '::error title=orch::so'
    }

    def "groups and masks are one line each"() {
        expect:
        GitHubText.beginGroup('orch start\n::error::x') == '::group::orch start%0A::error::x'
        GitHubText.endGroup() == '::endgroup::'
        GitHubText.mask('a%b') == '::add-mask::a%25b'
    }

    def "a value of several lines stands between delimiters"() {
        expect:
        GitHubText.output('auth_url', 'http://127.0.0.1:1', 'END') == 'auth_url=http://127.0.0.1:1\n'
        GitHubText.output('addresses', 'A=1\nB=2', 'END') == 'addresses<<END\nA=1\nB=2\nEND\n'
    }

    def "a section of GitLab is folded, and its name has no letter that would end it"() {
        expect:
        GitLabText.beginSection(Instant.ofEpochSecond(12), 'a b:c', 'orch start dev') ==
                '\u001b[0Ksection_start:12:a_b_c[collapsed=true]\r\u001b[0Korch start dev'
        GitLabText.endSection(Instant.ofEpochSecond(13), 'a b:c') == '\u001b[0Ksection_end:13:a_b_c\r\u001b[0K'
    }
}
