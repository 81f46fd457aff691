package dev.lifeboat.agent.nbd;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// The extents of a range of a disk in one meta context, from its beginning to its end, without gaps. Asks the server
/// when it has told all that it knows, and blocks meanwhile.
public final class Extents implements Iterator<NbdExtent> {
    /// Servers describe up to 4 GiB at a time; a multiple of every block size.
    private static final long MOST_BYTES = 1 << 30;

    private final ConnectionSet connections;
    private final String context;
    private final long end;
    private final ArrayDeque<NbdExtent> told = new ArrayDeque<>();
    private long asked;

    Extents(ConnectionSet connections, String context, long offset, long end) {
        this.connections = connections;
        this.context = context;
        this.asked = offset;
        this.end = end;
    }

    @Override
    public boolean hasNext() {
        return !told.isEmpty() || asked < end;
    }

    /// @throws NbdException the server does not answer, or refuses to
    @Override
    public NbdExtent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("All extents were told");
        }
        if (told.isEmpty()) {
            ask();
        }
        return told.removeFirst();
    }

    private void ask() {
        var answer = new CompletableFuture<Map<String, List<NbdExtent>>>();
        var request = new StatusRequest(asked, (int) Math.min(MOST_BYTES, end - asked), 0, new StatusRequest.Outcome() {
            @Override
            public void described(Map<String, List<NbdExtent>> extents) {
                answer.complete(extents);
            }

            @Override
            public void failed(NbdException reason) {
                answer.completeExceptionally(reason);
            }
        });
        connections.submit(List.of(request));
        var extents = await(answer).getOrDefault(context, List.of());
        if (extents.isEmpty()) {
            throw new NbdProtocolException("it answered %s without context %s".formatted(request, context));
        }
        told.addAll(extents);
        asked = told.getLast().end();
    }

    private static Map<String, List<NbdExtent>> await(CompletableFuture<Map<String, List<NbdExtent>>> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof NbdException reason ? reason : e;
        }
    }
}
