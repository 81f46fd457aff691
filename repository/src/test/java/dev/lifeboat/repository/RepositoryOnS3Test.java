package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeboat.repository.objectstore.RetryingObjectStore;
import dev.lifeboat.repository.objectstore.s3.S3ObjectStore;
import dev.lifeboat.repository.objectstore.s3.S3Server;
import dev.lifeboat.repository.point.PointId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A full and an incremental run to a real S3 server, read back by another client.
class RepositoryOnS3Test {

    @Test
    void whatWasBackedUpIsRestored() throws IOException {
        var started = S3Server.start();
        assumeTrue(started.isPresent(), "No S3 server");
        try (var server = started.orElseThrow()) {
            var config = server.config();
            var random = new Random(1);
            var disk = new ModelDisk(250_123);
            disk.change(0, disk.pieces(), random);
            try (var repository = Repository.openOrCreate(
                    new RetryingObjectStore(new S3ObjectStore(config)), Fixtures.OPTIONS, Fixtures.TUNING)) {
                assertThat(Repository.probe(new S3ObjectStore(config)).usable()).isTrue();
                try (var session = repository.startBackup(Fixtures.header("full"))) {
                    var writer = session.disk(Fixtures.disk(disk.sizeBytes()), Optional.empty());
                    disk.writeAll(writer, random);
                    session.commit(List.of(writer.finish()));
                }
                var base = repository
                        .find(Fixtures.VM, new PointId("full"))
                        .orElseThrow()
                        .disks()
                        .getFirst();
                disk.change(30, 10, random);
                try (var session = repository.startBackup(Fixtures.header("incremental"))) {
                    var writer = session.disk(Fixtures.disk(disk.sizeBytes()), Optional.of(base));
                    disk.write(writer, 30, 10, random);
                    session.commit(List.of(writer.finish()));
                }
            }
            try (var other = Repository.open(new S3ObjectStore(config))) {
                var point = other.find(Fixtures.VM, new PointId("incremental")).orElseThrow();
                disk.assertEqualTo(other.reader(point.disks().getFirst()), random);
                assertThat(other.points()).hasSize(2);
            }
        }
    }
}
