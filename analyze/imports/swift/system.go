package swift

import "seam/analyze/source"

// system are the modules that come with the language, its test libraries and the systems that
// Swift runs on.
var system = source.Words(`
		Swift Foundation FoundationEssentials FoundationNetworking FoundationXML FoundationInternationalization Dispatch Glibc Musl Bionic Android Darwin WinSDK CRT
		WASILibc ucrt Synchronization Observation Distributed RegexBuilder Cxx CxxStdlib Builtin XCTest Testing PackageDescription PackagePlugin CompilerPluginSupport
		ARKit AVFAudio AVFoundation AVKit Accelerate Accounts ActivityKit AdServices AdSupport AppIntents AppKit AppTrackingTransparency AudioToolbox AuthenticationServices
		BackgroundTasks CFNetwork CallKit CarPlay Charts CloudKit Cocoa ColorSync Combine CommonCrypto Contacts ContactsUI CoreAudio CoreBluetooth CoreData CoreFoundation
		CoreGraphics CoreHaptics CoreImage CoreLocation CoreLocationUI CoreML CoreMedia CoreMIDI CoreMotion CoreNFC CoreServices CoreSpotlight CoreTelephony CoreText
		CoreTransferable CoreVideo CoreWLAN CreateML CryptoKit CryptoTokenKit DeveloperToolsSupport DeviceActivity DeviceCheck EventKit EventKitUI ExternalAccessory
		FamilyControls FileProvider GLKit GameController GameKit GameplayKit GroupActivities HealthKit HomeKit IOKit IOSurface ImageIO Intents IntentsUI JavaScriptCore
		LinkPresentation LocalAuthentication MLCompute MachO MapKit MediaPlayer MessageUI Messages Metal MetalKit MetalPerformanceShaders MetricKit MultipeerConnectivity
		MusicKit NaturalLanguage Network NetworkExtension NotificationCenter OSLog ObjectiveC OpenGL OpenGLES PDFKit PassKit PencilKit Photos PhotosUI PushKit Quartz QuartzCore
		QuickLook QuickLookThumbnailing RealityKit ReplayKit SafariServices SceneKit ScreenCaptureKit ScreenTime Security SensorKit ServiceManagement ShazamKit SoundAnalysis
		Speech SpriteKit StoreKit SwiftData SwiftUI SystemConfiguration TVServices TVUIKit TipKit UIKit UniformTypeIdentifiers UserNotifications UserNotificationsUI
		VideoToolbox Vision VisionKit WatchConnectivity WatchKit WeatherKit WebKit WidgetKit os simd`)
