package dev.lifeboat.operator.agent;

import dev.lifeboat.agent.api.AgentJson;
import dev.lifeboat.agent.api.MalformedMessageException;
import dev.lifeboat.agent.api.Progress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks a running agent where it stands. Nobody depends on the answer: an agent that does not answer in time is asked
/// again with the next pass.
final class ProgressReader {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressReader.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    Optional<Progress> read(String podIp, int port) {
        var host = podIp.contains(":") ? "[" + podIp + "]" : podIp;
        var request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/progress"))
                .timeout(PATIENCE)
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(AgentJson.readProgress(answer.body())) : Optional.empty();
        } catch (IOException | MalformedMessageException e) {
            LOG.debug("No progress from {}: {}", podIp, e.toString());
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
