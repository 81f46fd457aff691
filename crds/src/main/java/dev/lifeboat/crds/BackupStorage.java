package dev.lifeboat.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Where recovery points are kept: a bucket or a volume.
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("backupstorages")
@ShortNames("xbs")
@AdditionalPrinterColumn(
        name = "READY",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = Type.STRING)
@AdditionalPrinterColumn(name = "PROVIDER", jsonPath = ".status.provider", type = Type.STRING)
@AdditionalPrinterColumn(name = "LOCATION", jsonPath = ".status.location", type = Type.STRING)
@AdditionalPrinterColumn(name = "USED", jsonPath = ".status.usage.storedText", type = Type.STRING)
@AdditionalPrinterColumn(name = "BACKUPS", jsonPath = ".status.usage.backups", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "DEDUP", jsonPath = ".status.usage.dedupRatio", type = Type.STRING)
@AdditionalPrinterColumn(name = "LAST-CHECK", jsonPath = ".status.lastProbeTime", type = Type.DATE)
@AdditionalPrinterColumn(name = "AGE", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(
        name = "REASON",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "MESSAGE",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        type = Type.STRING,
        priority = 1)
public class BackupStorage extends CustomResource<BackupStorageSpec, BackupStorageStatus> implements Namespaced {}
