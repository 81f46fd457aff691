package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.point.PointKey;
import dev.lifeboat.repository.point.Points;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.repository.verify.Finding.Kind;
import dev.lifeboat.repository.verify.Finding.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The points that can be read, and the manifests that cannot: for a person who looks, where one damaged
/// manifest must not hide the others.
public record PointScan(List<RecoveryPoint> points, List<Finding> unreadable) {

    public PointScan {
        points = List.copyOf(points);
        unreadable = List.copyOf(unreadable);
    }

    public static PointScan of(OpenedRepository access) {
        var reader = new Points(access.store(), access.seals());
        var points = new ArrayList<RecoveryPoint>();
        var unreadable = new ArrayList<Finding>();
        access.store().listAll(PointKey.PREFIX).map(ObjectEntry::key).forEach(key -> {
            try {
                reader.read(key).ifPresent(points::add);
            } catch (DamagedException e) {
                unreadable.add(finding(key, Problem.DAMAGED, "expected " + e.expected() + ", found " + e.found()));
            } catch (UnsupportedFormatException e) {
                unreadable.add(finding(key, Problem.UNSUPPORTED, String.valueOf(e.getMessage())));
            }
        });
        return new PointScan(points, unreadable);
    }

    private static Finding finding(ObjectKey key, Problem problem, String found) {
        return new Finding(Kind.MANIFEST, problem, key.value(), Optional.empty(), found, List.of(key.value()));
    }
}
