// orch's server in a container of its own, beside the engine that it works on: it keeps stacks healthy, works on tasks,
// and answers on 127.0.0.1:14355, or the port in ORCH_SERVE_PORT. What it does is said in orchestrator/serve.groovy.
import java.nio.file.Files
import java.nio.file.Path

use 'images/context.groovy'

// the engine's socket file belongs to a group: a user who is not root needs no more than to be in it
def engine = new orch.engine.EngineDiscovery(System.getenv(), orch.own.StateFolder.home(System.getenv())).find()
def address = engine.map { it.toString() }.orElse('')
if (!address.startsWith('unix://')) {
    reject 'the orchestrator needs an engine at a socket file', "this engine is at ${address ?: 'no address'}"
}
def socket = Path.of(address - 'unix://')
// its list of work: the server writes into it and is not root, so a folder of root's is given to it
def folder = Path.of(System.getenv('ORCHESTRATOR_FOLDER') ?: scriptFolder.resolve('orchestrator').toString()).toAbsolutePath()
def owner = Files.getAttribute(folder, 'unix:uid') as int
if (owner == 0) {
    owner = 10001
    [folder, folder.resolve('priorities.csv')].findAll { Files.exists(it) }.each { file ->
        ['unix:uid', 'unix:gid'].each { Files.setAttribute(file, it, owner) }
    }
}
def port = System.getenv('ORCH_SERVE_PORT') ?: '14355'
def jars = jarOf(orch.dsl.OrchScript).parent
def parts = ['orch-dsl.jar', 'lib', 'serve', 'sheets'].collectEntries { ["jars/$it".toString(), jars.resolve(it)] }
def context = buildContext('orchestrator', scriptFolder.resolve('images/orchestrator'), parts)

stack('orchestrator') {
    service('orchestrator') {
        build context
        // the host's own network: probes and published ports are as they are for every other orch of this machine
        networkMode 'host'
        mount socket.toString(), at: '/var/run/docker.sock'
        groupAdd Files.getAttribute(socket, 'unix:gid').toString()
        mount folder.toString(), at: '/srv/orchestrator'
        user "$owner:${Files.getAttribute(folder, 'unix:gid')}"
        workingDir '/srv/orchestrator'
        volume 'state', at: '/var/lib/orch'
        env ORCH_SERVE_PORT: port
        command 'serve.groovy'
        healthcheck { command '/usr/local/bin/probe'; every 1.second; timeout 3.seconds; retries 60 }
        restart 'unless-stopped'
        stopGrace 10.seconds
        memory 384.MB
    }
    ensureHealthy within: 2.minutes
}
