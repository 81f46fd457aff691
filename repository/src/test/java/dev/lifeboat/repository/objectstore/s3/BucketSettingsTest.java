package dev.lifeboat.repository.objectstore.s3;

import static dev.lifeboat.repository.objectstore.http.RawServer.answer;
import static dev.lifeboat.repository.objectstore.s3.Scripted.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.objectstore.StoreSetting;
import dev.lifeboat.repository.objectstore.StoreSetting.State;
import dev.lifeboat.repository.objectstore.http.RawServer;
import dev.lifeboat.repository.objectstore.http.RawServer.Turn;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BucketSettingsTest {

    private static final Turn FORBIDDEN = error("403 Forbidden", "AccessDenied", "Access Denied");

    @Test
    void aPlainBucketHasNothingSet() throws IOException {
        var settings = settings(
                answer("200 OK", "", "<VersioningConfiguration/>"),
                error("404 Not Found", "ObjectLockConfigurationNotFoundError", "none"),
                error("404 Not Found", "NoSuchLifecycleConfiguration", "none"));

        assertThat(settings).extracting(StoreSetting::state).containsOnly(State.FINE);
        assertThat(settings).extracting(StoreSetting::name).containsExactly("versioning", "object lock", "lifecycle");
    }

    @Test
    void versioningAndLockAreToldWithWhatTheyMean() throws IOException {
        var settings = settings(
                answer("200 OK", "", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"),
                answer(
                        "200 OK",
                        "",
                        "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>"
                            + "<Mode>COMPLIANCE</Mode><Days>30</Days></DefaultRetention></Rule>"
                            + "</ObjectLockConfiguration>"),
                error("404 Not Found", "NoSuchLifecycleConfiguration", "none"));

        assertThat(settings.get(0).state()).isEqualTo(State.NOTEWORTHY);
        assertThat(settings.get(0).message()).contains("NoncurrentVersionExpiration");
        assertThat(settings.get(1).message()).contains("COMPLIANCE for 30 days");
    }

    @Test
    void whoIsNotPermittedToLookIsToldWhichPermissionIsMissing() throws IOException {
        var settings = settings(FORBIDDEN);

        assertThat(settings).extracting(StoreSetting::state).containsOnly(State.UNKNOWN);
        assertThat(settings).allSatisfy(setting -> assertThat(setting.message()).contains("Not permitted to look"));
    }

    @Test
    void aServerThatDoesNotKnowTheQuestionIsNoFailure() throws IOException {
        var settings = settings(error("501 Not Implemented", "NotImplemented", "no"));

        assertThat(settings).extracting(StoreSetting::state).containsOnly(State.UNKNOWN);
    }

    @Test
    void aRuleThatDeletesOurObjectsIsHarmful() throws IOException {
        var rule = lifecycle("<Filter><Prefix></Prefix></Filter><Expiration><Days>30</Days></Expiration>");

        assertThat(rule.state()).isEqualTo(State.HARMFUL);
        assertThat(rule.message()).contains("'r'").contains("30 days");
    }

    @Test
    void aRuleThatMovesOurObjectsOutOfReachIsHarmful() throws IOException {
        var rule = lifecycle("<Prefix></Prefix><Transition><Days>9</Days><StorageClass>DEEP_ARCHIVE</StorageClass>"
                + "</Transition>");

        assertThat(rule.state()).isEqualTo(State.HARMFUL);
        assertThat(rule.message()).contains("DEEP_ARCHIVE");
    }

    @Test
    void rulesForOthersAndForRemainsAreFine() throws IOException {
        for (var fine : List.of(
                "<Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter><Expiration><Days>1</Days></Expiration>",
                "<Filter/><AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation>"
                        + "</AbortIncompleteMultipartUpload>",
                "<Filter/><NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration>")) {
            assertThat(lifecycle(fine).state()).as(fine).isEqualTo(State.FINE);
        }
    }

    private static StoreSetting lifecycle(String rule) throws IOException {
        return settings(
                        FORBIDDEN,
                        FORBIDDEN,
                        answer(
                                "200 OK",
                                "",
                                "<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status>" + rule
                                        + "</Rule></LifecycleConfiguration>"))
                .getLast();
    }

    private static List<StoreSetting> settings(Turn... script) throws IOException {
        try (var server = RawServer.playing(script);
                var store = Scripted.store(server)) {
            return store.settings();
        }
    }
}
