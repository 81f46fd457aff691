package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.repository.objectstore.http.HttpAnswer;
import dev.lifeboat.repository.objectstore.http.HttpRequest;
import dev.lifeboat.repository.objectstore.http.HttpSettings;
import dev.lifeboat.repository.objectstore.http.HttpTransport;
import dev.lifeboat.repository.objectstore.http.Origin;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/// Lets the SDK send its signed requests through our transport, which takes a third of the CPU of those
/// that come with it: docs/performance.md.
final class SdkTransport implements SdkHttpClient {

    private final HttpTransport transport;
    private final Pace pace;

    /// @param pace of the bodies that are sent, each time that they are
    SdkTransport(HttpSettings settings, Pace pace) {
        this.transport = new HttpTransport(settings);
        this.pace = pace;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return response(transport.send(translated(request)));
            }

            // Calls are not interrupted; a connection that says nothing is closed by the transport.
            @Override
            public void abort() {}
        };
    }

    private HttpRequest translated(HttpExecuteRequest request) {
        var http = request.httpRequest();
        return new HttpRequest(
                new Origin(http.protocol().equals("https"), http.host(), http.port()),
                http.method().name(),
                target(http),
                http.headers(),
                () -> request.contentStreamProvider()
                        .<InputStream>map(content -> new PacedStream(content.newStream(), pace))
                        .orElseGet(InputStream::nullInputStream));
    }

    private static String target(SdkHttpRequest http) {
        var path = http.encodedPath().isEmpty() ? "/" : http.encodedPath();
        return path + http.encodedQueryParameters().map(query -> "?" + query).orElse("");
    }

    private static HttpExecuteResponse response(HttpAnswer answer) {
        var head = SdkHttpResponse.builder().statusCode(answer.status()).statusText(answer.reason());
        answer.headers().forEach(head::putHeader);
        return HttpExecuteResponse.builder()
                .response(head.build())
                .responseBody(AbortableInputStream.create(answer.body()))
                .build();
    }

    @Override
    public String clientName() {
        return "lifeboat";
    }

    @Override
    public void close() {
        transport.close();
    }
}
