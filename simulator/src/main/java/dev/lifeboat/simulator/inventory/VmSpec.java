package dev.lifeboat.simulator.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A VM to start with.
public record VmSpec(String name, List<String> tags, boolean running, CdDrive cdDrive, List<DiskSpec> disks) {
    /// What is in the VM's CD drive, if it has one.
    public enum CdDrive {
        NONE,
        EMPTY,
        ISO
    }

    public VmSpec {
        tags = List.copyOf(tags);
        disks = List.copyOf(disks);
    }

    /// A running VM without disks; `disk` and `tag` add to it.
    public static VmSpec named(String name) {
        return new VmSpec(name, List.of(), true, CdDrive.NONE, List.of());
    }

    public VmSpec tag(String tag) {
        var all = new ArrayList<>(tags);
        all.add(tag);
        return new VmSpec(name, all, running, cdDrive, disks);
    }

    /// Adds a disk in the next position; position 3 is left to the CD drive.
    public VmSpec disk(long sizeBytes) {
        return disk(sizeBytes, Optional.empty());
    }

    /// The same, in a repository of this name.
    public VmSpec diskIn(String repository, long sizeBytes) {
        return disk(sizeBytes, Optional.of(repository));
    }

    private VmSpec disk(long sizeBytes, Optional<String> repository) {
        var all = new ArrayList<>(disks);
        int position = all.size() < 3 ? all.size() : all.size() + 1;
        all.add(new DiskSpec(Integer.toString(position), sizeBytes, repository));
        return new VmSpec(name, tags, running, cdDrive, all);
    }

    public VmSpec halted() {
        return new VmSpec(name, tags, false, cdDrive, disks);
    }

    public VmSpec with(CdDrive drive) {
        return new VmSpec(name, tags, running, drive, disks);
    }
}
