package dev.lifeboat.crds;

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
@AdditionalPrinterColumn(name = "VM", jsonPath = ".status.name", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "POWER", jsonPath = ".status.powerState", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "POOL", jsonPath = ".status.pool.name", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "PROTECTED",
        jsonPath = ".status.conditions[?(@.type==\"Protected\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "LAST-BACKUP",
        jsonPath = ".status.lastSuccess.pointInTime",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "RESULT",
        jsonPath = ".status.lastBackup.result",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "DISKS",
        jsonPath = ".status.diskCount",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "SIZE",
        jsonPath = ".status.sizeText",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "CHAIN",
        jsonPath = ".status.conditions[?(@.type==\"ChainHealthy\")].reason",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "HOST",
        jsonPath = ".status.hostUUID",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "UUID",
        jsonPath = ".spec.uuid",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
public class XenVm extends CustomResource<XenVmSpec, XenVmStatus> implements Namespaced {}
