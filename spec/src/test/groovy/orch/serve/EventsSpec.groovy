package orch.serve

import spock.lang.Specification

class EventsSpec extends Specification {
    def events = new Events()

    private static List<Long> ids(Events.Listener listener) {
        def ids = []
        for (def next = listener.next(1); next.present; next = listener.next(1)) {
            ids << next.get().id()
        }
        ids
    }

    def "all who listen hear the same, from when they listen on"() {
        given:
        events.publish('task', [a: 1])
        def early = events.listen(-1)
        events.publish('task', [a: 2])
        def late = events.listen(-1)
        events.publish('stack', [a: 3])

        expect:
        ids(early) == [2, 3]
        ids(late) == [3]
        !early.over
    }

    def "who comes back hears what was missed"() {
        given:
        5.times { events.publish('task', [a: it]) }

        expect:
        ids(events.listen(3)) == [4, 5]
        ids(events.listen(0)) == [1, 2, 3, 4, 5]

        and: 'numbers of a server before this one mean nothing'
        ids(events.listen(4711)) == [1, 2, 3, 4, 5]
    }

    def "who is too slow is ended and holds nobody up, and finds what was missed when back"() {
        given:
        def slow = events.listen(-1)
        def quick = events.listen(-1)

        when:
        def heard = (0..Events.MOST_BEHIND).collect {
            events.publish('task', [a: it])
            quick.next(1).get().id()
        }

        then:
        heard.size() == Events.MOST_BEHIND + 1
        events.listening() == 1
        events.dropped() == 1
        ids(slow) == (1..Events.MOST_BEHIND).collect { it as long }
        slow.over
        ids(events.listen(Events.MOST_BEHIND)) == [Events.MOST_BEHIND + 1]
    }

    def "when the server ends, listening ends"() {
        given:
        def listener = events.listen(-1)
        events.publish('task', [a: 1])

        when:
        events.close()

        then: 'what was said before is heard'
        ids(listener) == [1]
        listener.over
        events.listening() == 0
        events.listen(0).over
    }
}
