package dev.lifeboat.simulator.control;

import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.fault.Faults;
import dev.lifeboat.simulator.inventory.Noise;
import dev.lifeboat.simulator.inventory.TextCorpus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What a test does to a pool behind its back. VMs are named by uuid or by name.
public final class Control {
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int GRAIN_BYTES = 4096;
    private static final int PIECE_BYTES = 1 << 20;

    private final Pool pool;
    private final Supplier<PoolState> state;
    private final HostControl hosts;
    private final TextCorpus corpus = new TextCorpus();

    /// @param cutConnections ends all connections of a host
    public Control(Pool pool, Supplier<PoolState> state, Consumer<Host> cutConnections) {
        this.pool = pool;
        this.state = state;
        this.hosts = new HostControl(pool, cutConnections);
    }

    public HostControl hosts() {
        return hosts;
    }

    public PoolState state() {
        return state.get();
    }

    public Faults faults() {
        return pool.faults();
    }

    /// Writes to a disk as the VM's guest would.
    public List<Range> write(String vm, String userdevice, Range range, Pattern pattern, long seed) {
        var uuid = disk(vm, userdevice).uuid();
        var random = new SplittableRandom(seed);
        var piece = new byte[(int) Math.min(PIECE_BYTES, range.length())];
        for (long done = 0; done < range.length(); ) {
            int now = (int) Math.min(piece.length, range.length() - done);
            fill(piece, now, pattern, random);
            pool.disks().store().write(uuid, range.offset() + done, piece, 0, now);
            done += now;
        }
        return List.of(range);
    }

    /// Random writes of the same length in as many places; as long as they fit into 64 KiB blocks, each lies in a block
    /// of its own.
    public List<Range> scatter(String vm, String userdevice, int count, int lengthBytes, long seed) {
        var vdi = disk(vm, userdevice);
        var random = new SplittableRandom(seed);
        long places = vdi.number("virtual_size") / BLOCK_BYTES - Math.ceilDiv(lengthBytes, BLOCK_BYTES) + 1;
        if (count > places) {
            throw new IllegalArgumentException("there is no room for %d writes, only for %d".formatted(count, places));
        }
        var blocks = new TreeSet<Long>();
        while (blocks.size() < count) {
            blocks.add(random.nextLong(places));
        }
        var written = new ArrayList<Range>();
        for (long block : blocks) {
            int slack = Math.max(0, BLOCK_BYTES - lengthBytes) / GRAIN_BYTES;
            long offset = block * BLOCK_BYTES + (long) random.nextInt(slack + 1) * GRAIN_BYTES;
            written.addAll(write(vm, userdevice, new Range(offset, lengthBytes), Pattern.RANDOM, random.nextLong()));
        }
        return written;
    }

    /// What a guest would read; for comparing in tests.
    public byte[] read(String vm, String userdevice, Range range) {
        var bytes = new byte[Math.toIntExact(range.length())];
        pool.disks().store().read(disk(vm, userdevice).uuid(), range.offset(), bytes, 0, bytes.length);
        return bytes;
    }

    /// Removes a VM with its disks, whatever state it is in.
    public void destroyVm(String vm) {
        pool.database().atomically(() -> {
            var doomed = vm(vm);
            for (var vbd : doomed.followAll("VBDs")) {
                if (vbd.text("type").equals("Disk")) {
                    vbd.follow("VDI").ifPresent(pool.disks()::destroy);
                }
                if (vbd.exists()) {
                    vbd.delete();
                }
            }
            doomed.followAll("VIFs").forEach(Entity::delete);
            doomed.follow("metrics").ifPresent(Entity::delete);
            doomed.follow("guest_metrics").ifPresent(Entity::delete);
            doomed.delete();
        });
    }

    public int evictSessions() {
        return pool.sessions().evictAll();
    }

    public void storageFull(boolean full) {
        pool.disks().full(full);
    }

    /// As after a crash of the host: tracking of the disk is off and everything older is unrelated.
    public void breakTracking(String vm, String userdevice) {
        pool.database().atomically(() -> {
            var vdi = disk(vm, userdevice);
            pool.disks().endTracking(vdi);
            pool.postMessage("VDI_CBT_METADATA_INCONSISTENT", "VDI", vdi.uuid());
        });
    }

    /// As [HostControl#changeMaster].
    public String changeMaster() {
        return hosts.changeMaster();
    }

    /// Everybody who follows events is told that some are lost.
    public void loseEvents() {
        pool.database().forgetHistory();
    }

    /// Deletions so far are never told; only the counts of objects show them.
    public void dropDeletions() {
        pool.database().dropDeletions();
    }

    /// Ends all faults, wakes what was stuck, and repairs hosts and storage.
    public void clearFaults() {
        faults().clear();
        storageFull(false);
        hosts.repair();
    }

    /// Runs garbage collection now instead of later.
    public boolean collectGarbage() {
        return pool.disks().coalesceAll();
    }

    private void fill(byte[] piece, int length, Pattern pattern, SplittableRandom random) {
        switch (pattern) {
            case ZEROS -> Arrays.fill(piece, (byte) 0);
            case TEXT -> corpus.copy(random.nextInt(corpus.pages()), 0, piece, 0, length);
            case RANDOM -> Noise.fill(piece, 0, length, random);
        }
    }

    private Entity disk(String vm, String userdevice) {
        return vm(vm).followAll("VBDs").stream()
                .filter(vbd -> vbd.text("userdevice").equals(userdevice)
                        && vbd.text("type").equals("Disk"))
                .flatMap(vbd -> vbd.follow("VDI").stream())
                .findFirst()
                .orElseThrow(() -> new UnknownObject("VM " + vm + " has no disk " + userdevice));
    }

    private Entity vm(String name) {
        return pool.database()
                .byUuid("VM", name)
                .or(() -> pool.database().all("VM").stream()
                        .filter(vm -> vm.text("name_label").equals(name) && !vm.flag("is_a_snapshot"))
                        .findFirst())
                .orElseThrow(() -> new UnknownObject("there is no VM " + name));
    }
}
