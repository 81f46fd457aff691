package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.CertificateNotTrustedException;
import dev.lifeboat.xen.Credentials;
import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.fake.Failure;
import dev.lifeboat.xen.fake.FakeHost;
import dev.lifeboat.xen.fake.FakePool;
import dev.lifeboat.xen.fake.Xml;
import io.netty.pkitesting.X509Bundle;
import java.net.ServerSocket;
import java.net.URI;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How the master is found, followed when it changes, and trusted.
class MasterTest extends PoolTest {

    private UUID vdi;

    @BeforeEach
    void addVdi() {
        vdi = pool.uuid("VDI", pool.add("VDI", Map.of("name_label", "disk", "virtual_size", "42", "snapshot_of", "")));
    }

    @Test
    void anyMemberLeadsToTheMasterOnTheSamePortUnlessTheAddressNamesOne() throws Exception {
        try (var member = new FakeHost(pool.certificate())) {
            member.on("POST /", (request, _, out) -> {
                request.readBody();
                FakeHost.answer(
                        out,
                        200,
                        "",
                        Xml.failure("HOST_IS_SLAVE", "127.0.0.1:" + pool.host().port()));
            });

            try (var connection = connect(through(member.uri()))) {
                assertThat(connection.vdi(vdi).name()).isEqualTo("disk");
            }
        }
    }

    @Test
    void theMasterIsFollowedToAnotherHostAndBack() throws Exception {
        try (var second = new FakePool();
                var connection = connect(new PoolAccess(
                        List.of(pool.host().uri()),
                        new Credentials(FakePool.USER, FakePool.PASSWORD),
                        new Trust.Insecure()))) {
            var there = second.uuid("VDI", second.add("VDI", Map.of("name_label", "there", "virtual_size", "1")));
            pool.failFirst(
                    1,
                    "VDI.get_by_uuid",
                    new Failure("HOST_IS_SLAVE", "127.0.0.1:" + second.host().port()));
            second.failFirst(
                    1,
                    "VDI.get_record",
                    new Failure("HOST_IS_SLAVE", "127.0.0.1:" + pool.host().port()));

            assertThatThrownBy(() -> connection.vdi(there))
                    .as("the ref of the other host means nothing here")
                    .isInstanceOf(XapiException.Gone.class);
            assertThat(connection.vdi(vdi).name()).isEqualTo("disk");
        }
    }

    @Test
    void aMasterThatBecomesAMemberIsLeftForTheNewOne() throws Exception {
        try (var second = new FakePool();
                var connection = connect(new PoolAccess(
                        List.of(pool.host().uri()),
                        new Credentials(FakePool.USER, FakePool.PASSWORD),
                        new Trust.Insecure()))) {
            var moved = second.uuid("VDI", second.add("VDI", Map.of("name_label", "moved", "virtual_size", "1")));
            pool.on("VDI.get_by_uuid", _ -> {
                throw new Failure("HOST_IS_SLAVE", "127.0.0.1:" + second.host().port());
            });

            assertThat(connection.vdi(moved).name()).isEqualTo("moved");
        }
    }

    @Test
    void aMemberWhoseFingerprintIsPinnedVouchesForTheMaster() throws Exception {
        String withColons = sha256(pool.certificate()).replaceAll("(..)(?!$)", "$1:");

        throughPinnedMember("x-xenapi-response-host-certificate-thumbprint: " + withColons + "\r\n");

        assertThat(pool.sessions()).isEmpty();
        assertThat(pool.callsOf("VDI.get_record")).hasSize(1);
    }

    @Test
    void withoutThatWordTheMasterIsNotTrusted() {
        assertThatThrownBy(() -> throughPinnedMember("")).isInstanceOf(CertificateNotTrustedException.class);
        assertThatThrownBy(() -> throughPinnedMember("x-xenapi-response-host-certificate-thumbprint: abc\r\n"))
                .isInstanceOf(CertificateNotTrustedException.class);
    }

    /// Reads a disk through a member of another certificate, which alone is pinned.
    private void throughPinnedMember(String answerHeader) throws Exception {
        var itsOwn = FakePool.selfSigned("CN=member").buildSelfSigned();
        try (var member = new FakeHost(itsOwn)) {
            member.on("POST /", (request, _, out) -> {
                assertThat(request.headers())
                        .containsEntry("x-xenapi-request-host-certificate-thumbprint", "sha-256:master");
                request.readBody();
                FakeHost.answer(
                        out,
                        200,
                        answerHeader,
                        Xml.failure("HOST_IS_SLAVE", "127.0.0.1:" + pool.host().port()));
            });
            var pinned = new PoolAccess(
                    List.of(member.uri()), pool.access().credentials(), new Trust.Fingerprints(Set.of(sha256(itsOwn))));
            try (var connection = connect(pinned)) {
                assertThat(connection.vdi(vdi).name()).isEqualTo("disk");
            }
        }
    }

    private static String sha256(X509Bundle bundle) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(bundle.getCertificate().getEncoded()));
    }

    @Test
    void membersThatNameEachOtherAsMasterAreNotFollowedForEver() throws Exception {
        pool.on("session.login_with_password", _ -> {
            throw new Failure("HOST_IS_SLAVE", "127.0.0.1");
        });

        assertThatThrownBy(this::connect)
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("name each other");
        assertThat(pool.calls()).hasSize(6);
    }

    @Test
    void endpointsAreTriedInOrder() throws Exception {
        int nothing;
        try (var taken = new ServerSocket(0)) {
            nothing = taken.getLocalPort();
        }
        try (var connection = connect(
                through(URI.create("https://127.0.0.1:" + nothing), pool.host().uri()))) {
            assertThat(connection.vdi(vdi).name()).isEqualTo("disk");
        }
    }

    @Test
    void aMemberThatWasSeenLeadsOnWhenNoEndpointAnswers() throws Exception {
        var front = new FakeHost(pool.certificate());
        front.on(
                "POST /",
                (request, _, out) -> FakeHost.answer(out, 200, "", pool.answer(Xml.call(request.readBody()))));
        pool.add(
                "pool",
                Map.of(
                        "master",
                        pool.add(
                                "host",
                                Map.of("address", "127.0.0.1:" + pool.host().port()))));

        try (var connection = connect(through(front.uri()))) {
            connection.readInventory();
            front.close();
            assertThat(connection.vdi(vdi).name()).isEqualTo("disk");
        }
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        for (String address :
                List.of("", "a/b", "user@127.0.0.1", "x y", "127.0.0.1#", "[::1", "127.0.0.1:99999999999")) {
            pool.on("session.login_with_password", _ -> {
                throw new Failure("HOST_IS_SLAVE", address);
            });
            assertThatThrownBy(this::connect)
                    .as(address)
                    .isInstanceOf(MalformedResponseException.class)
                    .hasMessageContaining("which is no address");
        }
    }
}
