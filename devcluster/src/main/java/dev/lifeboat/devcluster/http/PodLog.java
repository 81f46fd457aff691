package dev.lifeboat.devcluster.http;

import dev.lifeboat.devcluster.api.ApiFailure;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.time.Duration;

/// Serves the log of a pod, and goes on as it grows when asked to follow.
final class PodLog {
    /// A person watches: a shorter wait shows nothing sooner.
    private static final Duration POLL = Duration.ofMillis(100);

    private static final int READ_BACKWARDS = 8192;

    private final LogSource logs;

    PodLog(LogSource logs) {
        this.logs = logs;
    }

    void serve(Request request, ObjectKey pod) throws IOException, InterruptedException {
        var log = logs.log(pod, request.query().text("container"))
                .orElseThrow(() ->
                        ApiFailure.badRequest("container in pod \"%s\" is waiting to start".formatted(pod.name())));
        request.exchange().getResponseHeaders().set("Content-Type", "text/plain");
        request.exchange().sendResponseHeaders(200, 0);
        try (var out = request.exchange().getResponseBody();
                var file = FileChannel.open(log)) {
            var tail = request.query().number("tailLines");
            file.position(tail.isPresent() ? startOfLastLines(file, tail.get()) : 0);
            copy(file, out);
            while (request.query().flag("follow") && logs.running(pod)) {
                Thread.sleep(POLL);
                copy(file, out);
            }
            copy(file, out);
        }
    }

    private static void copy(FileChannel file, OutputStream out) throws IOException {
        Channels.newInputStream(file).transferTo(out);
        out.flush();
    }

    private static long startOfLastLines(FileChannel file, long lines) throws IOException {
        var wanted = lines;
        var buffer = ByteBuffer.allocate(READ_BACKWARDS);
        var end = file.size();
        for (var start = end; start > 0; ) {
            var size = (int) Math.min(READ_BACKWARDS, start);
            start -= size;
            buffer.clear().limit(size);
            file.read(buffer, start);
            for (var index = size - 1; index >= 0; index--) {
                // The last byte of the file ends the last line, it begins none.
                if (buffer.get(index) == '\n' && start + index + 1 < end && --wanted == 0) {
                    return start + index + 1;
                }
            }
        }
        return lines == 0 ? end : 0;
    }
}
