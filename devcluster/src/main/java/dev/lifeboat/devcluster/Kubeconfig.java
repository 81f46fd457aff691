package dev.lifeboat.devcluster;

import dev.lifeboat.devcluster.json.Json;
import java.net.URI;

/// The file by which clients find the devcluster. There is nothing secret in it.
final class Kubeconfig {
    private static final String NAME = "devcluster";

    private Kubeconfig() {}

    static String of(URI url) {
        var config = Json.object().put("apiVersion", "v1").put("kind", "Config").put("current-context", NAME);
        var cluster = config.putArray("clusters").addObject().put("name", NAME);
        cluster.putObject("cluster").put("server", url.toString());
        var user = config.putArray("users").addObject().put("name", NAME);
        user.putObject("user");
        var context = config.putArray("contexts").addObject().put("name", NAME);
        context.putObject("context").put("cluster", NAME).put("user", NAME).put("namespace", "default");
        return Json.yaml(config);
    }
}
