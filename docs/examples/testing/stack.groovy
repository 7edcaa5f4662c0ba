stack('greetings') {
    service('greeter') {
        build 'images/greeter'
        env GREETING: 'hello'
        port 8080
        healthcheck { http '/health', port: 8080; every 200.ms }
    }
}
