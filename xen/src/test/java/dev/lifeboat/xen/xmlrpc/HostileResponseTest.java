package dev.lifeboat.xen.xmlrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileResponseTest {

    private static final XmlRpc RPC = new XmlRpc(AnswerLimits.POOL);

    private static final AtomicBoolean DESERIALISED = new AtomicBoolean();

    private static final String GOOD = "<?xml version='1.0'?><methodResponse><params><param><value><struct>"
            + "<member><name>Status</name><value>Success</value></member>"
            + "<member><name>Value</name><value><array><data><value>a</value></data></array></value></member>"
            + "</struct></value></param></params></methodResponse>";

    /// What an attacker would send: reading it is the damage.
    private static final class Payload extends Exception implements Serializable {
        private void readObject(ObjectInputStream in) {
            DESERIALISED.set(true);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<base64>%s</base64>", "<string>%s</string>", "%s"})
    void aSerialisedExceptionInAFaultIsNeverRead(String form) throws Exception {
        var bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(new Payload());
        String cause = form.formatted(Base64.getEncoder().encodeToString(bytes.toByteArray()));

        assertThatThrownBy(() -> call("<methodResponse><fault><value><struct>"
                        + "<member><name>faultCode</name><value><int>7</int></value></member>"
                        + "<member><name>faultString</name><value>boom</value></member>"
                        + "<member><name>faultCause</name><value>" + cause + "</value></member>"
                        + "</struct></value></fault></methodResponse>"))
                .isInstanceOf(MalformedXmlRpcException.class);
        assertThat(DESERIALISED).isFalse();
    }

    @Test
    void serialisedObjectsOfTheVendorExtensionAreRefused() {
        assertThatThrownBy(
                        () -> call(
                                "<methodResponse xmlns:ex='http://ws.apache.org/xmlrpc/namespaces/extensions'><params>"
                                    + "<param><value><ex:serializable>rO0ABXA=</ex:serializable></value></param></params></methodResponse>"))
                .isInstanceOf(MalformedXmlRpcException.class);
    }

    @Test
    void aFaultIsToldInWords() {
        assertThatThrownBy(
                        () -> call(
                                "<methodResponse><fault><value><struct>"
                                    + "<member><name>faultCode</name><value><int>7</int></value></member>"
                                    + "<member><name>faultString</name><value>boom</value></member></struct></value></fault></methodResponse>"))
                .isInstanceOf(MalformedXmlRpcException.class)
                .hasMessageContaining("7 boom");
    }

    @Test
    void aFileIsNotReadThroughAnEntity(@TempDir Path directory) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "top secret");

        assertThatThrownBy(() -> call("<!DOCTYPE x [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]>"
                        + "<methodResponse><params><param><value>&e;</value></param></params></methodResponse>"))
                .isInstanceOf(MalformedXmlRpcException.class)
                .hasMessageContaining("DOCTYPE")
                .hasMessageNotContaining("top secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x><methodResponse/>",
                "<!DOCTYPE x SYSTEM 'http://127.0.0.1:1/x.dtd'><methodResponse/>",
                "<!DOCTYPE x [<!ENTITY a"
                        + " 'b'>]><methodResponse><params><param><value>&a;</value></param></params></methodResponse>",
                "<methodResponse><params><param><value>&undeclared;</value></param></params></methodResponse>",
                "<methodResponse/>",
                "<methodResponse><params/></methodResponse>",
                "<methodResponse><params><param/></params></methodResponse>",
                "<methodResponse><fault/></methodResponse>",
                "<methodResponse><params><param><value><object/></value></param></params></methodResponse>",
                "<methodResponse><params><param><value><int>many</int></value></param></params></methodResponse>",
                "<methodResponse><params><param><value><boolean>2</boolean></value></param></params></methodResponse>",
                "<methodResponse><params><param><value><nil>x</nil></value></param></params></methodResponse>",
                "<html><body>502 Bad Gateway</body></html>",
                "{\"jsonrpc\":\"2.0\"}",
                "",
                " "
            })
    void whatIsNoResponseIsRefused(String response) {
        assertThatThrownBy(() -> call(response)).isInstanceOf(MalformedXmlRpcException.class);
    }

    @Test
    void endlessNestingDoesNotEatTheStack() {
        String open = "<value><array><data>".repeat(100_000);

        assertThatThrownBy(() -> call("<methodResponse><params><param>" + open))
                .isInstanceOf(MalformedXmlRpcException.class);
    }

    @Test
    void everyTruncationIsRefused() {
        for (int length = 0; length < GOOD.length(); length++) {
            String cut = GOOD.substring(0, length);
            assertThatThrownBy(() -> call(cut)).as(cut).isInstanceOf(MalformedXmlRpcException.class);
        }
    }

    @Test
    void randomDamageGivesAValueOrARefusalAndNothingElse() {
        var random = new Random(5);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = GOOD.getBytes(UTF_8);
            for (int hit = 0; hit < 3; hit++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                RPC.call("x", List.of(), Wanted.EVERYTHING, _ -> new ByteArrayInputStream(damaged));
            } catch (MalformedXmlRpcException e) {
                assertThat(e).hasMessageStartingWith("x: ");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static Object call(String response) throws Exception {
        return RPC.call("x", List.of(), Wanted.EVERYTHING, _ -> new ByteArrayInputStream(response.getBytes(UTF_8)));
    }
}
