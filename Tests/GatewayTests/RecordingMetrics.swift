import CoreMetrics

/// Keeps every metric's name and labels, for the whole test process.
final class RecordingMetrics: MetricsFactory {
    static let shared: RecordingMetrics = {
        let metrics = RecordingMetrics()
        MetricsSystem.bootstrap(metrics)
        return metrics
    }()

    let names = Recorder<String>()

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        names.add("\(label) \(dimensions)")
        return Silent()
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        names.add("\(label) \(dimensions)")
        return Silent()
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        names.add("\(label) \(dimensions)")
        return Silent()
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        names.add("\(label) \(dimensions)")
        return Silent()
    }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}

    private final class Silent: CounterHandler, RecorderHandler, TimerHandler, MeterHandler {
        func increment(by: Int64) {}
        func reset() {}
        func record(_ value: Int64) {}
        func record(_ value: Double) {}
        func recordNanoseconds(_ duration: Int64) {}
        func set(_ value: Int64) {}
        func set(_ value: Double) {}
        func increment(by: Double) {}
        func decrement(by: Double) {}
    }
}
