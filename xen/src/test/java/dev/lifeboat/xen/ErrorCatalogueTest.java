package dev.lifeboat.xen;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorCatalogueTest {

    @ParameterizedTest
    @CsvSource({
        "SESSION_INVALID, SESSION",
        "HOST_IS_SLAVE, SESSION",
        "HANDLE_INVALID, GONE",
        "UUID_INVALID, GONE",
        "VDI_IN_USE, RETRYABLE",
        "OTHER_OPERATION_IN_PROGRESS, RETRYABLE",
        "SR_BACKEND_FAILURE_109, RETRYABLE",
        "SR_BACKEND_FAILURE_44, CONFIGURATION",
        "LICENCE_RESTRICTION, CONFIGURATION",
        "RBAC_PERMISSION_DENIED, CONFIGURATION",
        "MESSAGE_PARAMETER_COUNT_MISMATCH, FALLBACK",
        "SR_BACKEND_FAILURE_460, FALLBACK",
        "VDI_NOT_MANAGED, PERMANENT",
        "NEVER_HEARD_OF, PERMANENT",
    })
    void eachCodeSaysWhatIsToBeDone(String code, XenException.Kind kind) {
        assertThat(new XapiException("VDI.destroy", code, List.of()).kind()).isEqualTo(kind);
    }

    @Test
    void noMessageHoldsASecret() {
        assertThat(new XapiException("VM.get_record", "SESSION_INVALID", List.of("OpaqueRef:secret")).getMessage())
                .doesNotContain("secret");
        assertThat(new Credentials("root", "secret").toString()).doesNotContain("secret");
        var access = new PoolAccess(
                List.of(URI.create("https://xen1")), new Credentials("root", "secret"), new Trust.Insecure());
        assertThat(access.toString()).doesNotContain("secret");
    }
}
