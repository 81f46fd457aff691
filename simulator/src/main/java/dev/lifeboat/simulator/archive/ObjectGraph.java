package dev.lifeboat.simulator.archive;

import dev.lifeboat.simulator.database.Entity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The objects that go along with VMs, each with the id it gets in the archive: in the order in which they are met.
final class ObjectGraph {
    private final Map<Entity, String> ids = new LinkedHashMap<>();
    private final ExportOptions options;

    ObjectGraph(ExportOptions options) {
        this.options = options;
    }

    Map<Entity, String> ids() {
        return ids;
    }

    void addVm(Entity vm) {
        if (!add(vm)) {
            return;
        }
        addAll(vm, "metrics", "guest_metrics");
        if (!options.excluded().contains("vbd")) {
            vm.followAll("VBDs").forEach(this::addVbd);
        }
        if (!options.excluded().contains("vif")) {
            vm.followAll("VIFs").forEach(vif -> {
                add(vif);
                addAll(vif, "network");
            });
        }
        if (!options.excluded().contains("vgpu")) {
            vm.followAll("VGPUs").forEach(this::add);
        }
        if (!options.excluded().contains("vtpm") && has(vm, "VTPMs")) {
            vm.followAll("VTPMs").forEach(this::add);
        }
        if (options.preservePowerState()) {
            vm.follow("suspend_VDI").ifPresent(this::addVdi);
        }
        if (options.snapshots()) {
            vm.followAll("snapshots").forEach(this::addVm);
        }
    }

    private void addVbd(Entity vbd) {
        add(vbd);
        vbd.follow("VDI").ifPresent(this::addVdi);
    }

    private void addVdi(Entity vdi) {
        add(vdi);
        addAll(vdi, "SR");
    }

    private void addAll(Entity entity, String... fields) {
        for (var field : fields) {
            entity.follow(field).ifPresent(this::add);
        }
    }

    private boolean add(Entity entity) {
        return ids.putIfAbsent(entity, "Ref:" + ids.size()) == null;
    }

    private static boolean has(Entity entity, String field) {
        return entity.database().schema().require(entity.type()).field(field).isPresent();
    }

    /// Disks whose content goes along.
    List<Entity> streamed() {
        Set<Entity> known = ids.keySet();
        return known.stream()
                .filter(entity -> entity.type().equals("VDI"))
                .filter(vdi -> vdi.flag("managed") && !isIso(vdi))
                .filter(vdi -> vdi.text("type").equals("suspend") || isDisk(vdi))
                .toList();
    }

    private boolean isDisk(Entity vdi) {
        return vdi.followAll("VBDs").stream()
                .anyMatch(vbd -> ids.containsKey(vbd) && vbd.text("type").equals("Disk"));
    }

    private static boolean isIso(Entity vdi) {
        return vdi.follow("SR").map(sr -> sr.text("content_type").equals("iso")).orElse(false);
    }
}
