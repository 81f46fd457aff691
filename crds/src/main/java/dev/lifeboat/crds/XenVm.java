package dev.lifeboat.crds;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// A VM of a pool, written by the operator: what is there, and whether it is protected.
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("xenvms")
@ShortNames("xvm")
@AdditionalPrinterColumn(name = "VM", jsonPath = ".status.name", type = STRING)
@AdditionalPrinterColumn(name = "POWER", jsonPath = ".status.powerState", type = STRING)
@AdditionalPrinterColumn(name = "POOL", jsonPath = ".status.pool.name", type = STRING)
@AdditionalPrinterColumn(
        name = "PROTECTED",
        jsonPath = ".status.conditions[?(@.type==\"Protected\")].status",
        type = STRING)
@AdditionalPrinterColumn(name = "LAST-BACKUP", jsonPath = ".status.lastSuccess.pointInTime", type = DATE)
@AdditionalPrinterColumn(name = "RESULT", jsonPath = ".status.lastBackup.result", type = STRING)
@AdditionalPrinterColumn(name = "DISKS", jsonPath = ".status.diskCount", type = INTEGER, priority = 1)
@AdditionalPrinterColumn(name = "SIZE", jsonPath = ".status.sizeText", type = STRING, priority = 1)
@AdditionalPrinterColumn(
        name = "CHAIN",
        jsonPath = ".status.conditions[?(@.type==\"ChainHealthy\")].reason",
        type = STRING,
        priority = 1)
@AdditionalPrinterColumn(name = "HOST", jsonPath = ".status.hostUUID", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "UUID", jsonPath = ".spec.uuid", type = STRING, priority = 1)
public class XenVm extends CustomResource<XenVmSpec, XenVmStatus> implements Namespaced {}
