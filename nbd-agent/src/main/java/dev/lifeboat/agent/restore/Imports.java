package dev.lifeboat.agent.restore;

import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.xen.DiskImport;
import dev.lifeboat.xen.XenPool;
import java.nio.ByteBuffer;
import java.util.UUID;

/// The ways into a pool's disks, all of them together no faster than the pool's bandwidth allows.
record Imports(XenPool pool, Pace pace) {
    DiskImport chunked(UUID vdi, long bodyBytes) {
        return new Paced(pool.importChunked(vdi, bodyBytes), pace);
    }

    DiskImport raw(UUID vdi, long sizeBytes) {
        return new Paced(pool.importRaw(vdi, sizeBytes), pace);
    }

    private record Paced(DiskImport target, Pace pace) implements DiskImport {
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
