// A dev container and the mock LLM that its agent asks: orch exec --stack agents dev -- tmux
use 'org.wiremock:wiremock-standalone:3.13.2'
use 'images/context.groovy'

stack('agents') {
    service('mock-llm') {
        build buildContext('mock-llm', file('images/mock-llm'), 'wiremock.jar': jarOf(com.github.tomakehurst.wiremock.WireMockServer))
    }
}
