package dev.lifeboat.agent;

import dev.lifeboat.agent.api.Order;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.nbd.ScriptedNbdServer;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Script;
import dev.lifeboat.agent.order.Scene;
import dev.lifeboat.agent.parallel.Uninterrupted;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.objectstore.ForwardingObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.Upload;
import dev.lifeboat.repository.objectstore.file.FileSystemObjectStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// An agent as a process, at a pool in memory, that stands still at a chosen place. Says `stuck` when it is there, and
/// at its end what it left on the pool.
final class SignalledAgent {
    static final int DISK_BYTES = 24 << 20;
    static final int ANSWERED = 12;

    /// Where it stands still.
    enum Place {
        NOWHERE,
        PREPARING,
        READING_NBD,
        READING_HTTP,
        STORING,
        COMMITTING,
        RESTORING,
        EXPORTING
    }

    private final Place place;
    private final Scene scene = new Scene(DISK_BYTES);
    private final ObjectStore store;

    private SignalledAgent(Place place, Path folder) {
        this.place = place;
        this.store = new FileSystemObjectStore(folder);
        Scene.create(store);
    }

    /// @param arguments place, folder of the repository, file of the report
    static void main(String[] arguments) throws Exception {
        var agent = new SignalledAgent(Place.valueOf(arguments[0]), Path.of(arguments[1]));
        var process = new AgentProcess(new ReportFile(Path.of(arguments[2])), new ListenAddress("127.0.0.1", 0));
        System.exit(process.run(agent::work));
    }

    private Report work(ProgressBoard board) {
        try {
            var server = prepare();
            var report = scene.execute(order(), hanging(), board);
            Uninterrupted.run(() -> server.awaitGoodByes(server.connections()));
            say("left " + (server.connections() - server.disconnected().size()) + " connections, "
                    + (calls("exportRaw") + calls("exportVhd") - calls("closeExport")) + " exports, "
                    + (calls("importChunked") - calls("closeImport")) + " imports, "
                    + scene.pool.vms.size() + " VMs, "
                    + (scene.pool.calls.getLast().startsWith("close ") ? "no session" : "a session"));
            return report;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ScriptedNbdServer prepare() throws IOException {
        var server =
                scene.serve(_ -> place == Place.READING_NBD ? new Script.SilentAfter(ANSWERED) : new Script.Serve());
        switch (place) {
            case PREPARING -> scene.pool.hooks.put("readRecords", SignalledAgent::stuck);
            case READING_NBD -> Thread.ofPlatform().daemon().start(() -> awaitSilence(server));
            case READING_HTTP -> {
                scene.pool.nbdExports.clear();
                scene.pool.streams = Half::new;
            }
            case RESTORING -> {
                scene.execute(scene.full("p-1"), store, new ProgressBoard(Clock.systemUTC()));
                var writes = new AtomicInteger();
                scene.pool.onWrite = () -> {
                    if (writes.incrementAndGet() == 5) {
                        stuck();
                    }
                };
            }
            case EXPORTING -> {
                // What an XVA is made of.
                var disk = new Archives.Sparse(Scene.SNAPSHOT_VDI, DISK_BYTES, Map.of());
                scene.pool.records.replaceAll((_, _) -> Archives.records("snapshot of web", Map.of("0", disk)));
                scene.execute(scene.full("p-1"), store, new ProgressBoard(Clock.systemUTC()));
            }
            case NOWHERE, STORING, COMMITTING -> {
                // The store's matter.
            }
        }
        return server;
    }

    private Order order() {
        return switch (place) {
            case RESTORING -> scene.restore("p-1");
            case EXPORTING -> scene.export("p-1");
            case NOWHERE, PREPARING, READING_NBD, READING_HTTP, STORING, COMMITTING -> scene.full("p-1");
        };
    }

    private long calls(String method) {
        return scene.pool.calls.stream().filter(call -> call.startsWith(method)).count();
    }

    private ObjectStore hanging() {
        var packs = new AtomicInteger();
        return new ForwardingObjectStore(store) {
            @Override
            public void put(ObjectKey key, ByteBuffer content) {
                if (place == Place.STORING && key.value().startsWith("packs/") && packs.incrementAndGet() > 1) {
                    stuck();
                }
                super.put(key, content);
            }

            @Override
            public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
                if (place == Place.COMMITTING && key.value().startsWith("points/")) {
                    stuck();
                }
                return super.putIfAbsent(key, content);
            }

            @Override
            public Upload upload(ObjectKey key, int partBytes) {
                return new Stuck(super.upload(key, partBytes));
            }
        };
    }

    /// Has a part, and does not say so.
    private record Stuck(Upload upload) implements Upload {
        @Override
        public void part(int number, ByteBuffer content) {
            upload.part(number, content);
            stuck();
        }

        @Override
        public boolean complete(int parts) {
            return upload.complete(parts);
        }

        @Override
        public void close() {
            upload.close();
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void stuck() {
        say("stuck");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void awaitSilence(ScriptedNbdServer server) {
        try {
            while (server.answered().size() < ANSWERED) {
                Thread.sleep(10);
            }
            say("stuck");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A stream that gives half of the disk.
    private static final class Half extends FilterInputStream {
        private int left = DISK_BYTES / 2;

        Half(InputStream stream) {
            super(stream);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                try {
                    stuck();
                } catch (IllegalStateException e) {
                    throw new InterruptedIOException(e.getMessage());
                }
            }
            int count = super.read(target, offset, Math.min(left, length));
            left -= count;
            return count;
        }
    }
}
