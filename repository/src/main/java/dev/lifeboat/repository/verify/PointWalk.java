package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.disk.PageRef;
import dev.lifeboat.repository.disk.PageRuns;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.point.PointKey;
import dev.lifeboat.repository.point.Points;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.repository.verify.Finding.Kind;
import dev.lifeboat.repository.verify.FindingLog.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/// Follows every recovery point down to its last chunk reference, one virtual machine after the other: in
/// memory are the manifests of one machine, whatever the repository holds.
final class PointWalk {

    private final OpenedRepository access;
    private final ReferenceCheck references;
    private final Findings findings;
    private final Counters counters;
    private final int parallel;
    private final Points points;
    private final PageRuns pages;

    private final List<DamagedPoint> damaged = new ArrayList<>();
    private long intact;

    PointWalk(
            OpenedRepository access,
            PageRuns pages,
            ReferenceCheck references,
            Findings findings,
            Counters counters,
            int parallel) {
        this.access = access;
        this.pages = pages;
        this.references = references;
        this.findings = findings;
        this.counters = counters;
        this.parallel = parallel;
        this.points = new Points(access.store(), access.seals());
    }

    List<DamagedPoint> damaged() {
        return damaged;
    }

    long intact() {
        return intact;
    }

    void run() {
        for (var keys : keysByMachine().values()) {
            if (!counters.cancelled()) {
                checkMachine(keys);
            }
        }
    }

    private Map<String, List<ObjectKey>> keysByMachine() {
        var byMachine = new LinkedHashMap<String, List<ObjectKey>>();
        access.store().listAll(PointKey.PREFIX).map(ObjectEntry::key).forEach(key -> {
            var machine = key.value().substring(0, key.value().lastIndexOf('/'));
            byMachine.computeIfAbsent(machine, _ -> new ArrayList<>()).add(key);
            counters.allPoints.increment();
        });
        return byMachine;
    }

    /// One disk's page of a number: its versions over the points.
    private record Slot(UUID vdi, String device, int page) {}

    private void checkMachine(List<ObjectKey> keys) {
        var slots = new LinkedHashMap<Slot, Map<PageRef, List<DiskLoss>>>();
        var losses = new LinkedHashMap<RecoveryPoint, List<DiskLoss>>();
        for (var point : read(keys)) {
            var disks = point.disks().stream()
                    .map(image -> new DiskLoss(point.manifestKey(), image))
                    .toList();
            disks.forEach(disk -> addPages(disk, slots));
            losses.put(point, disks);
        }
        checkPages(slots);
        losses.forEach(this::sum);
    }

    private static void addPages(DiskLoss disk, Map<Slot, Map<PageRef, List<DiskLoss>>> slots) {
        var image = disk.image();
        for (var page : image.pages()) {
            slots.computeIfAbsent(new Slot(image.vdiUuid(), image.device(), page.index()), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(page, _ -> new ArrayList<>(1))
                    .add(disk);
        }
    }

    private void checkPages(Map<Slot, Map<PageRef, List<DiskLoss>>> slots) {
        try (var crew = new Crew(parallel)) {
            for (var versions : slots.values()) {
                crew.run(() -> {
                    var check = new PageCheck(
                            pages,
                            references,
                            findings,
                            counters,
                            access.geometry().pageBytes());
                    versions.forEach((page, holders) -> {
                        if (!counters.cancelled()) {
                            check.check(page, holders);
                        }
                    });
                });
            }
            crew.finish();
        }
    }

    private Iterable<RecoveryPoint> read(List<ObjectKey> keys) {
        var read = new ConcurrentSkipListMap<ObjectKey, RecoveryPoint>();
        try (var crew = new Crew(parallel)) {
            keys.forEach(key -> crew.run(() -> {
                read(key).ifPresent(point -> read.put(key, point));
                counters.points.increment();
                counters.tell();
            }));
            crew.finish();
        }
        return read.values();
    }

    private Optional<RecoveryPoint> read(ObjectKey key) {
        var subject = Subject.of(Kind.MANIFEST, key.value());
        try {
            return points.read(key);
        } catch (RepositoryException e) {
            findings.unread(subject, e);
            findings.log().touch(subject, key.value());
            return Optional.empty();
        }
    }

    /// A point that was deleted while it was looked at may well have lost what prune took.
    private void sum(RecoveryPoint point, List<DiskLoss> disks) {
        var lost = disks.stream().filter(disk -> !disk.isWhole()).toList();
        if (lost.isEmpty()) {
            intact += counters.cancelled() ? 0 : 1;
        } else if (access.store().size(new ObjectKey(point.manifestKey())).isEmpty()) {
            findings.log().forget(point.manifestKey());
        } else {
            damaged.add(new DamagedPoint(
                    point.manifestKey(),
                    point.vmUuid(),
                    point.header().vmName(),
                    point.id().value(),
                    point.pointInTime(),
                    lost.stream().map(DiskLoss::disk).toList()));
        }
    }
}
