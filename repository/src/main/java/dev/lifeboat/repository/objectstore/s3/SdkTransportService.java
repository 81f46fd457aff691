package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.repository.objectstore.http.HttpSettings;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.utils.AttributeMap;

/// Our transport for the clients that the SDK makes for itself: its default chain asks STS, for one.
public final class SdkTransportService implements SdkHttpService {

    @Override
    public SdkHttpClient.Builder<?> createHttpClientBuilder() {
        return new Builder();
    }

    private static final class Builder implements SdkHttpClient.Builder<Builder> {

        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            try {
                return new SdkTransport(new HttpSettings(SSLContext.getDefault()), Pace.UNLIMITED);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("This JVM has no TLS", e);
            }
        }
    }
}
