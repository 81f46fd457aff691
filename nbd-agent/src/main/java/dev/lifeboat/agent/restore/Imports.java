package dev.lifeboat.agent.restore;

import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.xen.DiskImport;
import dev.lifeboat.xen.ImportTarget;
import dev.lifeboat.xen.StreamImport;
import dev.lifeboat.xen.VmImport;
import dev.lifeboat.xen.XenPool;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/// The ways into a pool's disks, all of them together no faster than the pool's bandwidth allows.
record Imports(XenPool pool, Pace pace) {
    DiskImport chunked(UUID vdi, long bodyBytes) {
        return new PacedDisk(pool.importChunked(vdi, bodyBytes), pace);
    }

    DiskImport raw(UUID vdi, long sizeBytes) {
        return new PacedDisk(pool.importRaw(vdi, sizeBytes), pace);
    }

    StreamImport vhd(UUID vdi, long bodyBytes) {
        var target = pool.transfers().importVhd(vdi, bodyBytes);
        return new PacedVhd(target, new PacedOutput(target.stream(), pace));
    }

    VmImport vm(ImportTarget how) {
        var target = pool.transfers().importVm(how);
        return new PacedVm(target, new PacedOutput(target.stream(), pace));
    }

    private record PacedVhd(StreamImport target, OutputStream stream) implements StreamImport {
        @Override
        public void finish() {
            target.finish();
        }

        @Override
        public void close() {
            target.close();
        }
    }

    private record PacedVm(VmImport target, OutputStream stream) implements VmImport {
        @Override
        public List<UUID> finish() {
            return target.finish();
        }

        @Override
        public void close() {
            target.close();
        }
    }

    private record PacedDisk(DiskImport target, Pace pace) implements DiskImport {
        @Override
        public void write(long offset, ByteBuffer data) {
            pace.take(data.remaining());
            target.write(offset, data);
        }

        @Override
        public void finish() {
            target.finish();
        }

        @Override
        public void close() {
            target.close();
        }
    }
}
