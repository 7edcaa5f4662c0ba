// A place for an agent to work in, and a mock of the LLM that it asks, whose credits run out after three answers:
//     orch start --stack scripts/agents.groovy, then orch exec --stack agents dev -- tmux
use 'org.wiremock:wiremock-standalone:3.13.2'
use 'images/context.groovy'

def wiremock = jarOf(com.github.tomakehurst.wiremock.WireMockServer)
def context = buildContext('mock-llm', scriptFolder.resolve('images/mock-llm'), ['wiremock.jar': wiremock])

stack('agents') {
    service('mock-llm') {
        build context
        port 8080
        healthcheck { http '/health', port: 8080 }
        memory 192.MB
    }
    service('dev') {
        build 'images/dev'
        env LLM_URL: 'http://mock-llm:8080'
        dependsOn 'mock-llm'
        init()
        stopGrace 1.second
        memory 256.MB
    }
}
