package dev.lifeboat.agent;

import dev.lifeboat.xen.DiskImport;
import dev.lifeboat.xen.ImportTarget;
import dev.lifeboat.xen.StreamImport;
import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.VmDisk;
import dev.lifeboat.xen.VmImport;
import dev.lifeboat.xen.vhd.VhdReader;
import dev.lifeboat.xen.xmlrpc.TypedValue;
import dev.lifeboat.xen.xva.OvaXml;
import dev.lifeboat.xen.xva.XvaReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Imports into a [FakePool], which take what is sent when its end is there.
final class FakeImports {
    private FakeImports() {}

    /// Bytes that arrive.
    private static final class Arriving extends ByteArrayOutputStream {
        private final FakePool pool;

        Arriving(FakePool pool) {
            this.pool = pool;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            pool.onWrite.run();
            pool.failIf("write");
            super.write(bytes, offset, length);
        }
    }

    private static void expect(long announced, long sent) {
        if (announced != sent) {
            throw new TransferFailedException(announced + " bytes announced and " + sent + " sent");
        }
    }

    /// Ranges in any order, each in a frame, or without one in order.
    static final class Raw implements DiskImport {
        private final FakePool pool;
        private final UUID vdi;
        private final int frameBytes;
        private long left;
        private long end;

        Raw(FakePool pool, UUID vdi, long left, int frameBytes) {
            this.pool = pool;
            this.vdi = vdi;
            this.left = left;
            this.frameBytes = frameBytes;
        }

        @Override
        public void write(long offset, ByteBuffer data) {
            pool.onWrite.run();
            pool.failIf("write");
            if (frameBytes == 0 && offset != end) {
                throw new IllegalArgumentException("raw import at " + end + " cannot write " + offset);
            }
            left -= frameBytes + data.remaining();
            end = offset + data.remaining();
            data.get(pool.disks.get(vdi), (int) offset, data.remaining());
        }

        @Override
        public void finish() {
            pool.called("finishImport", vdi);
            if (left != 0) {
                throw new TransferFailedException(left + " bytes announced and not sent");
            }
        }

        @Override
        public void close() {
            pool.calls.add("closeImport " + vdi);
        }
    }

    record Vhd(FakePool pool, UUID vdi, long bodyBytes, Arriving body) implements StreamImport {
        Vhd(FakePool pool, UUID vdi, long bodyBytes) {
            this(pool, vdi, bodyBytes, new Arriving(pool));
        }

        @Override
        public OutputStream stream() {
            return body;
        }

        @Override
        public void finish() {
            pool.called("finishImport", vdi);
            expect(bodyBytes, body.size());
            var disk = pool.disks.get(vdi);
            try {
                var reader = VhdReader.open(new ByteArrayInputStream(body.toByteArray()));
                for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                    var run = next.get();
                    reader.read(ByteBuffer.wrap(disk, (int) run.offset(), (int) run.lengthBytes()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            pool.calls.add("closeImport " + vdi);
        }
    }

    record Vm(FakePool pool, ImportTarget target, Arriving body) implements VmImport {
        Vm(FakePool pool, ImportTarget target) {
            this(pool, target, new Arriving(pool));
        }

        @Override
        public OutputStream stream() {
            return body;
        }

        @Override
        public List<UUID> finish() {
            pool.called("finishImport", "VM");
            expect(target.archiveBytes().orElseThrow(), body.size());
            try (var reader = XvaReader.open(new ByteArrayInputStream(body.toByteArray()))) {
                var vm = vm(reader.ova(), disks(reader));
                return List.of(vm);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// By their refs.
        private Map<String, UUID> disks(XvaReader reader) throws IOException {
            var made = new HashMap<String, UUID>();
            for (var disk : reader.ova().disks()) {
                var vdi = UUID.randomUUID();
                made.put(disk.ref(), vdi);
                pool.disks.put(vdi, new byte[(int) disk.sizeBytes()]);
            }
            var buffer = ByteBuffer.allocate(1 << 20);
            for (var next = reader.next(buffer); next.isPresent(); next = reader.next(buffer.clear())) {
                var block = next.get();
                buffer.get(pool.disks.get(made.get(block.disk().ref())), (int) block.offset(), block.lengthBytes());
            }
            return made;
        }

        private UUID vm(OvaXml ova, Map<String, UUID> disks) {
            var fields = ova.vm().orElseThrow().fields();
            var uuid = target.restore() ? UUID.fromString(fields.text("uuid")) : UUID.randomUUID();
            var config = new HashMap<String, String>();
            fields.struct("other_config")
                    .members()
                    .forEach((key, value) -> config.put(key, ((TypedValue.Scalar) value).text()));
            var drives = new ArrayList<VmDisk>();
            for (var drive : ova.objects("VBD")) {
                drives.add(new VmDisk(
                        drive.fields().text("userdevice"),
                        disks.get(drive.fields().text("VDI")),
                        "",
                        target.storage().orElseThrow(),
                        0,
                        false,
                        false,
                        false,
                        Set.of(),
                        Optional.empty(),
                        ImageFormat.UNSAID));
            }
            pool.addVm(uuid, fields.text("name_label"), config, drives);
            return uuid;
        }

        @Override
        public void close() {
            pool.calls.add("closeImport VM");
        }
    }
}
