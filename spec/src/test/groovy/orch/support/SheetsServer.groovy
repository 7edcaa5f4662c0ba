package orch.support

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer

import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyPairGenerator
import java.security.PrivateKey
import java.util.zip.GZIPInputStream

/**
 * Answers what Google documents of its Sheets API, as far as orch asks: a token for a service account, spreadsheets.get,
 * values.get and values.batchUpdate
 * (https://developers.google.com/workspace/sheets/api/reference/rest).
 */
final class SheetsServer implements Closeable {
    static final String SPREADSHEET = '1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms'
    static final String TITLE = 'Projects'

    private static final PrivateKey KEY =
        KeyPairGenerator.getInstance('RSA').with { it.initialize(2048); it.generateKeyPair() }.private

    /** The sheet, row by row. */
    final List<List<String>> rows = [].asSynchronized()

    /** Method and path of each request, in their order. */
    final List<String> requests = [].asSynchronized()


    /** So many requests are answered with 429 first. */
    int quotaErrors

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)

    SheetsServer(List<List<String>> rows) {
        this.rows.addAll(rows.collect { new ArrayList(it) })
        server.createContext('/') { HttpExchange exchange ->
            try {
                answer(exchange)
            } finally {
                exchange.close()
            }
        }
        server.start()
    }

    String getUrl() {
        "http://127.0.0.1:$server.address.port/"
    }

    /** The file with the key of a service account, as Google gives it out. */
    Path credentials(Path folder) {
        def pem = "-----BEGIN PRIVATE KEY-----\n${Base64.mimeEncoder.encodeToString(KEY.encoded).replace('\r', '')}\n-----END PRIVATE KEY-----\n"
        Files.writeString(folder.resolve('google.json'), EngineSocket.JSON.writeValueAsString([
            type: 'service_account', project_id: 'spec', private_key_id: 'k1', private_key: pem.toString(),
            client_email: 'orch@spec.iam.gserviceaccount.com', client_id: '1', token_uri: "${url}token".toString()]))
    }

    private void answer(HttpExchange exchange) {
        def path = exchange.requestURI.path
        boolean packed = exchange.requestHeaders.getFirst('Content-Encoding') == 'gzip'
        def body = (packed ? new GZIPInputStream(exchange.requestBody) : exchange.requestBody).text
        requests << "$exchange.requestMethod $path".toString()
        if (path == '/token') {
            reply(exchange, 200, [access_token: 'token1', expires_in: 3600, token_type: 'Bearer'])
        } else if (exchange.requestHeaders.getFirst('Authorization') != 'Bearer token1') {
            fail(exchange, 401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.')
        } else if (quotaErrors-- > 0) {
            fail(exchange, 429, 'RESOURCE_EXHAUSTED', "Quota exceeded for quota metric 'Read requests'")
        } else if (path == "/v4/spreadsheets/$SPREADSHEET") {
            reply(exchange, 200, [sheets: [[properties: [title: 'Notes']], [properties: [title: TITLE]]]])
        } else if (path == "/v4/spreadsheets/$SPREADSHEET/values/'$TITLE'") {
            // trailing empty cells and rows are left out
            def values = rows.collect { row -> row.take(row.findLastIndexOf { it } + 1) }
            reply(exchange, 200, [range: "$TITLE!A1:Z1000".toString(), majorDimension: 'ROWS', values: values])
        } else if (path == "/v4/spreadsheets/$SPREADSHEET/values:batchUpdate") {
            update(exchange, EngineSocket.JSON.readValue(body, Map))
        } else {
            fail(exchange, 404, 'NOT_FOUND', 'Requested entity was not found.')
        }
    }

    private void update(HttpExchange exchange, Map body) {
        assert body.valueInputOption == 'RAW'
        body.data.each { of ->
            def (all, column, row) = (of.range =~ /'$TITLE'!([A-Z])(\d+)/)[0]
            def cells = rows[(row as int) - 1]
            int index = (column as char) - ('A' as char)
            while (cells.size() <= index) {
                cells << ''
            }
            cells[index] = of.values[0][0]
        }
        reply(exchange, 200, [spreadsheetId: SPREADSHEET, totalUpdatedCells: body.data.size()])
    }

    private static void fail(HttpExchange exchange, int code, String status, String message) {
        reply(exchange, code, [error: [code: code, message: message, status: status]])
    }

    private static void reply(HttpExchange exchange, int code, Map answer) {
        def bytes = EngineSocket.JSON.writeValueAsBytes(answer)
        exchange.responseHeaders.add('Content-Type', 'application/json; charset=UTF-8')
        exchange.sendResponseHeaders(code, bytes.length)
        exchange.responseBody.write(bytes)
    }

    @Override
    void close() {
        server.stop(0)
    }
}
